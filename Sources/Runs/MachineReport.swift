import Foundation
import HDF5
import LinearAlgebra
import MessagePassing
package import Platform

/// The machine that a sweep runs on, as far as it affects the numbers. A results file has it as JSON in its attribute
/// `environment`.
package struct MachineReport: Codable, Equatable, Sendable {
  /// The processor and how much of it this process may use.
  package struct Processor: Codable, Equatable, Sendable {
    /// The CPU's name, as the kernel tells it; `unknown` where it tells none.
    package var model: String
    /// The instruction set, `x86_64` or `arm64`.
    package var architecture: String
    /// How many cores this process may use.
    package var cores: Int
    /// How many cores the host has, where they are more.
    package var hostCores: Int?
  }

  /// The linear-algebra library and the kernel that it has chosen.
  package struct BLAS: Codable, Equatable, Sendable {
    /// The name of the kernel in use (`Haswell`). Results of different kernels differ in their last bits.
    package var kernel: String
    /// The library's version and build options, in its own words.
    package var configuration: String
    /// The value of `OPENBLAS_CORETYPE`, where it is set.
    package var requestedCore: String?
    /// The width of the kernel's vectors in bits, where it is known.
    package var kernelWidth: Int?
    /// The width of the CPU's widest vectors, in bits.
    package var processorWidth: Int
  }

  /// The processor of this host.
  package var processor: Processor
  /// How many bytes of memory this process may use.
  package var memory: UInt64
  /// How many bytes of memory the host has, where they are more.
  package var hostMemory: UInt64?
  /// The linear-algebra library of this process.
  package var blas: BLAS
  /// The name and version of the MPI library; `none` where none can be loaded.
  package var mpi: String
  /// The version of the HDF5 library.
  package var hdf5: String
  /// The names of all hosts that take part.
  package var hosts: [String]
  /// The distribution and the kernel: `Debian GNU/Linux 12 (bookworm), Linux 6.1.0`.
  package var system: String
  /// The version of the compiler that built this program.
  package var swift: String

  /// The report on this machine.
  ///
  /// - Parameters:
  ///   - hosts: The hosts of all ranks; only this one where nil.
  ///   - allotment: What this process may use of the machine.
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

  /// The report on this machine, as the attribute `environment` holds it.
  static var json: String { (try? current().json) ?? "{}" }

  /// The report as the attribute `environment` holds it: on one line, with sorted keys.
  ///
  /// - Throws: `EncodingError`.
  package var json: String {
    get throws { try jsonText(self, pretty: false) }
  }

  /// What the last bits of numbers depend on: the BLAS kernel with its version, and the processor.
  package var arithmetic: String { "\(blas.kernel) (\(blas.configuration)) on \(processor.model)" }

  private static var processorModel: String {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      // x86 has "model name"; "CPU part" and similar lines of other processors hold no name for people.
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

  /// The version of the compiler that built this program, as far as conditions can tell.
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

  /// The kernel with its library's version: versions share kernels' names and differ in last bits.
  var fullName: String {
    let version = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return version.isEmpty ? kernel : "\(kernel) of \(version)"
  }

  /// Whether the environment asks for a kernel with narrower vectors than the CPU has.
  package var isHeldBack: Bool {
    guard let kernelWidth, requestedCore != nil else { return false }
    return kernelWidth < processorWidth
  }
}
