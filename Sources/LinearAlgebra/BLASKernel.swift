import COpenBLAS

/// Keeps BLAS to one thread in this process, because the program is parallel by its ranks.
package func useOneThread() { openblas_set_num_threads(1) }

/// Which of OpenBLAS's kernels this process runs, and whether the CPU could run a better one.
///
/// OpenBLAS chooses when the library loads: by the CPU, or by the environment variable `OPENBLAS_CORETYPE`.
package struct BLASKernel: Hashable, Sendable {
  /// The width of a vector register in bits, from narrow to wide.
  package enum VectorWidth: Int, Comparable, Sendable {
    case baseline = 128
    case avx2 = 256
    case avx512 = 512

    package static func < (a: VectorWidth, b: VectorWidth) -> Bool { a.rawValue < b.rawValue }
  }

  /// The kernel's name as OpenBLAS gives it (`Cooperlake`).
  package let name: String
  /// OpenBLAS's own description of how it was built.
  package let configuration: String
  /// The value of `OPENBLAS_CORETYPE`, where it is set.
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

  /// The kernel that this process runs.
  package static var current: BLASKernel {
    BLASKernel(
      name: text(openblas_get_corename()), configuration: text(openblas_get_config()),
      requestedCore: environmentVariable("OPENBLAS_CORETYPE"), processorWidth: widestVectors())
  }

  /// The widest vectors that the kernel uses; nil for a kernel that is not listed here, such as another architecture's.
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

  /// The name of a kernel that would use the whole width of this CPU, for messages to people.
  package var bestName: String {
    switch processorWidth {
    // Some versions of OpenBLAS choose Cooperlake by themselves and yet do not accept it as a request.
    case .avx512: "SkylakeX"
    case .avx2: "Haswell or Zen"
    case .baseline: name
    }
  }

  /// The kernel that the environment asks for and that OpenBLAS does not run; nil where no kernel is asked for.
  package var ignoredRequest: String? {
    requestedCore.flatMap { $0.lowercased() == name.lowercased() ? nil : $0 }
  }

  /// Whether the environment asked for a kernel and the one that runs is narrower than the CPU.
  package var isHeldBack: Bool {
    guard let width, requestedCore != nil else { return false }
    return width < processorWidth
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String {
  pointer.map { String(cString: $0) } ?? "unknown"
}
