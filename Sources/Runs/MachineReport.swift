import Foundation
import HDF5
import LinearAlgebra
import MessagePassing
package import Platform

/// The machine that a sweep runs on, as far as it bears upon the numbers: what a results file's attribute `environment`
/// holds, in JSON.
package struct MachineReport: Codable, Equatable, Sendable {
  package struct Processor: Codable, Equatable, Sendable {
    /// The CPU's name for itself.
    package var model: String
    package var architecture: String
    /// Cores that this process may use.
    package var cores: Int
    /// Cores of the host, where they are more.
    package var hostCores: Int?
  }

  package struct BLAS: Codable, Equatable, Sendable {
    /// The kernel in use (`Haswell`). Where it differs, so do last bits of results.
    package var kernel: String
    package var configuration: String
    /// `OPENBLAS_CORETYPE`, where set.
    package var requestedCore: String?
    /// Bits of the kernel's vectors, where it is known, and of the CPU's.
    package var kernelWidth: Int?
    package var processorWidth: Int
  }

  package var processor: Processor
  /// Bytes that this process may use.
  package var memory: UInt64
  /// Bytes of the host, where they are more.
  package var hostMemory: UInt64?
  package var blas: BLAS
  /// The MPI library; `none` where none can be loaded.
  package var mpi: String
  package var hdf5: String
  /// Every host that takes part.
  package var hosts: [String]
  package var system: String
  package var swift: String

  /// This machine.
  ///
  /// - Parameters:
  ///   - hosts: The hosts of all ranks; this one where nil.
  ///   - allotment: What this process may use of it.
  package static func current(
    hosts: [String]? = nil, within allotment: Allotment = .current
  ) -> MachineReport {
    MachineReport(
      processor: Processor(
        model: processorModel, architecture: architecture, cores: allotment.cores,
        hostCores: allotment.coresLimit == nil ? nil : allotment.hostCores),
      memory: allotment.memory,
      hostMemory: allotment.memoryLimit == nil ? nil : allotment.hostMemory,
      blas: BLAS(BLASKernel.current),
      mpi: MPIProcess.libraryVersion ?? "none", hdf5: HDF5Library.version,
      hosts: hosts ?? [ProcessInfo.processInfo.hostName], system: systemName, swift: swiftVersion)
  }

  /// This machine's, as `environment` holds it.
  static var json: String { (try? current().json) ?? "{}" }

  /// As `environment` holds it: keys sorted, on one line.
  package var json: String {
    get throws { try jsonText(self, pretty: false) }
  }

  /// What last bits of numbers hang on: BLAS kernel with its version, and processor.
  package var arithmetic: String { "\(blas.kernel) (\(blas.configuration)) on \(processor.model)" }

  private static var processorModel: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      // "model name" on x86, "CPU part" and the like on others have no name worth telling.
      if parts[0].hasPrefix("model name") {
        return parts[1].trimmingCharacters(in: .whitespaces)
      }
    }
    return "unknown"
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "unknown"
    #endif
  }

  /// The distribution and the kernel: `Debian GNU/Linux 12 (bookworm), Linux 6.1.0`.
  private static var systemName: String {
    let version = ProcessInfo.processInfo.operatingSystemVersion
    let kernel = "Linux \(version.majorVersion).\(version.minorVersion).\(version.patchVersion)"
    let release = (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)) ?? ""
    let name = release.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    guard let name else { return kernel }
    return name.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } + ", " + kernel
  }

  /// The compiler that built this program, as far as it is known.
  private static var swiftVersion: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }
}

extension MachineReport.BLAS {
  init(_ kernel: BLASKernel) {
    self.init(
      kernel: kernel.name, configuration: kernel.configuration,
      requestedCore: kernel.requestedCore, kernelWidth: kernel.width?.rawValue,
      processorWidth: kernel.processorWidth.rawValue)
  }

  /// The kernel and the version that it is of: versions share kernels' names and differ in last bits.
  var fullName: String {
    let version = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return version.isEmpty ? kernel : "\(kernel) of \(version)"
  }

  /// Whether the environment asks for a kernel narrower than the CPU.
  package var isHeldBack: Bool {
    guard let kernelWidth, requestedCore != nil else { return false }
    return kernelWidth < processorWidth
  }
}
