import COpenBLAS

/// Keeps BLAS to one thread in this process: parallelism is by rank.
package func useOneThread() { openblas_set_num_threads(1) }

/// Which of OpenBLAS's kernels this process runs, and whether the CPU could run a better one.
///
/// OpenBLAS chooses when the library loads: by CPU, or as the environment variable `OPENBLAS_CORETYPE` says.
package struct BLASKernel: Hashable, Sendable {
  /// What a vector register holds, from narrow to wide.
  package enum VectorWidth: Int, Comparable, Sendable {
    case baseline = 128
    case avx2 = 256
    case avx512 = 512

    package static func < (a: VectorWidth, b: VectorWidth) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kernel's name (`Cooperlake`).
  package let name: String
  /// OpenBLAS's own description of how it was built.
  package let configuration: String
  /// `OPENBLAS_CORETYPE`, where set.
  package let requestedCore: String?
  /// The widest vectors that this CPU has.
  package let processorWidth: VectorWidth

  package init(
    name: String, configuration: String, requestedCore: String?, processorWidth: VectorWidth
  ) {
    self.name = name
    self.configuration = configuration
    self.requestedCore = requestedCore
    self.processorWidth = processorWidth
  }

  /// This process's.
  package static var current: BLASKernel {
    BLASKernel(
      name: text(openblas_get_corename()), configuration: text(openblas_get_config()),
      requestedCore: environmentVariable("OPENBLAS_CORETYPE"), processorWidth: widestVectors())
  }

  /// The widest vectors that the kernel uses; nil for a kernel not known here (another architecture's).
  package var width: VectorWidth? {
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
  package var bestName: String {
    switch processorWidth {
    // Cooperlake, which some choose by themselves, cannot be asked for in all versions.
    case .avx512: "SkylakeX"
    case .avx2: "Haswell or Zen"
    case .baseline: name
    }
  }

  /// What the environment asks for, where OpenBLAS does not know it and has chosen by itself.
  package var ignoredRequest: String? {
    requestedCore.flatMap { $0.lowercased() == name.lowercased() ? nil : $0 }
  }

  /// Whether the environment asks for a kernel narrower than the CPU.
  package var isHeldBack: Bool {
    guard let width, requestedCore != nil else { return false }
    return width < processorWidth
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? "unknown"
}
