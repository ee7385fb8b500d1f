import COpenBLAS

/// Keeps BLAS to one thread in this process: parallelism is by rank.
public func useOneThread() { openblas_set_num_threads(1) }

/// Which of OpenBLAS's kernels this process runs, and whether the CPU could run a better one.
///
/// OpenBLAS chooses when the library loads: by CPU, or as the environment variable `OPENBLAS_CORETYPE` says.
public struct BLASKernel: Hashable, Sendable {
  /// What a vector register holds, from narrow to wide.
  public enum VectorWidth: Int, Comparable, Sendable {
    case baseline = 128
    case avx2 = 256
    case avx512 = 512

    public static func < (a: VectorWidth, b: VectorWidth) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kernel's name (`Cooperlake`).
  public let name: String
  /// OpenBLAS's own description of how it was built.
  public let configuration: String
  /// `OPENBLAS_CORETYPE`, where set.
  public let requestedCore: String?
  /// The widest vectors that this CPU has.
  public let processorWidth: VectorWidth

  public init(
    name: String, configuration: String, requestedCore: String?, processorWidth: VectorWidth
  ) {
    self.name = name
    self.configuration = configuration
    self.requestedCore = requestedCore
    self.processorWidth = processorWidth
  }

  /// This process's.
  public static var current: BLASKernel {
    BLASKernel(
      name: text(openblas_get_corename()), configuration: text(openblas_get_config()),
      requestedCore: environmentVariable("OPENBLAS_CORETYPE"), processorWidth: widestVectors())
  }

  /// The widest vectors that the kernel uses; nil for a kernel not known here (another architecture's).
  public var width: VectorWidth? {
    switch name.lowercased() {
    case "skylakex", "cooperlake", "sapphirerapids": .avx512
    case "haswell", "zen", "excavator": .avx2
    case "prescott", "core2", "penryn", "dunnington", "nehalem", "sandybridge", "atom", "nano",
      "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "bulldozer", "piledriver",
      "steamroller":
      .baseline
    default: nil
    }
  }

  /// A kernel that would use the whole width of this CPU.
  public var bestName: String {
    switch processorWidth {
    // Cooperlake, which some choose by themselves, cannot be asked for in all versions.
    case .avx512: "SkylakeX"
    case .avx2: "Haswell or Zen"
    case .baseline: name
    }
  }

  /// What the environment asks for, where OpenBLAS does not know it and has chosen by itself.
  public var ignoredRequest: String? {
    requestedCore.flatMap { $0.lowercased() == name.lowercased() ? nil : $0 }
  }

  /// Whether the environment asks for a kernel narrower than the CPU.
  public var isHeldBack: Bool {
    guard let width, requestedCore != nil else { return false }
    return width < processorWidth
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? "unknown"
}
