import Results
import Runs
import Schema
import SweepFiles

// What follows from what the file says.
extension RecordedSweep {
  /// The machines of all runs, each once as far as processor, linear algebra and libraries go.
  var machines: [MachineReport] {
    var seen: Set<String> = []
    return runs.map(\.environment).filter { machine in
      seen.insert("\(machine.arithmetic) \(machine.mpi) \(machine.hdf5) \(machine.system)").inserted
    }
  }

  /// The hosts that wrote the file or whose workers are told apart.
  var hosts: [String] { runs.flatMap(\.environment.hosts).uniqued }

  /// When the first run began, in ISO 8601.
  var begin: String { runs.first?.from ?? header.created }

  /// The precision in which nets were trained, `float32` or `float64`, where all trials have the same one; nil where
  /// neither the file nor a default of this program tells it.
  var precision: String? {
    guard !plan.axes.contains(where: { $0.path == Self.precisionPath }) else { return nil }
    if let written = plan.writtenSettings.first(where: { $0.path == Self.precisionPath }) {
      return written.text
    }
    let settings = plan.configuration(of: 0).settings
    let hasNets =
      settings.optionalSection("theory") == nil && settings.optionalSection("program") == nil
    guard hasNets, isOfThisProgram else { return nil }
    return settings.section("training").text("precision")
  }

  static let precisionPath = "training.precision"
}

extension MachineReport.BLAS {
  /// The library and its version, without how it was built: `OpenBLAS 0.3.21`.
  var library: String {
    let words = configuration.split(separator: " ").prefix(2).joined(separator: " ")
    return words.isEmpty ? "an unnamed library" : markdown(words)
  }
}

extension MachineReport {
  /// The MPI library and its version in one phrase; nil where there is none.
  var mpiName: String? {
    guard mpi != "none" else { return nil }
    let name = mpi.prefix { $0 != "," }
    return name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
