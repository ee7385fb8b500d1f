package import Records

/// Everything that fixes a results file before its first row: what was asked, and which variables
/// answer.
package struct ResultsLayout: Sendable {
  package var title: String
  /// The sweep file, verbatim.
  package var sweep: String
  /// The program and its version (`dynsweep 0.1.0`).
  package var software: String
  /// JSON: CPU, BLAS kernel, MPI, HDF5, hosts.
  package var environment: String
  /// When it was made, ISO 8601.
  package var created: String
  /// One axis for each varied setting, with a value for every trial.
  package var axes: [AxisColumn]
  /// A seed for every trial; their number is the number of trials.
  package var seeds: [UInt64]
  /// A replicate number for every trial.
  package var replicates: [Int]
  /// Rows that each trial has room for.
  package var checkpointCount: Int
  /// What is recorded at each checkpoint, in the order of a row's numbers.
  package var quantities: [Quantity]
  /// Numbers known once for each trial, beyond `parameter_count`.
  package var trialQuantities: [Quantity]

  package init(
    title: String, sweep: String, software: String, environment: String, created: String,
    axes: [AxisColumn], seeds: [UInt64], replicates: [Int], checkpointCount: Int,
    quantities: [Quantity], trialQuantities: [Quantity] = []
  ) {
    self.title = title
    self.sweep = sweep
    self.software = software
    self.environment = environment
    self.created = created
    self.axes = axes
    self.seeds = seeds
    self.replicates = replicates
    self.checkpointCount = checkpointCount
    self.quantities = quantities
    self.trialQuantities = trialQuantities
  }

  package var trialCount: Int { seeds.count }

  /// Numbers in a row: those of all quantities.
  package var rowWidth: Int { quantities.reduce(0) { $0 + $1.count } }
}

/// One varied setting and its value in every trial.
package struct AxisColumn: Equatable, Sendable {
  package enum Values: Equatable, Sendable {
    case real([Double])
    case integer([Int64])
    case text([String])
    case boolean([Bool])

    package var count: Int {
      switch self {
      case .real(let values): values.count
      case .integer(let values): values.count
      case .text(let values): values.count
      case .boolean(let values): values.count
      }
    }
  }

  /// The variable's name; see `ResultsLayout.axisNames`.
  package var name: String
  /// Where the setting stands in the sweep file (`model.activation.gain`).
  package var path: String
  package var values: Values

  package init(name: String, path: String, values: Values) {
    self.name = name
    self.path = path
    self.values = values
  }
}

extension ResultsLayout {
  /// Names of variables that every file has.
  package static let reservedNames: Set<String> = [
    "trial", "checkpoint", "seed", "replicate", "status", "attempts", "worker", "seconds",
    "parameter_count", "failures", "runs", "step",
  ]

  /// The variables' names of axes that vary the settings at `paths`: the last part of a path, or
  /// all of it where the last part names something else too.
  ///
  /// - Parameter quantities: What the file records besides.
  package static func axisNames(paths: [String], besides quantities: [Quantity]) -> [String] {
    let taken = reservedNames.union(quantities.map(\.name))
      .union(quantities.flatMap { $0.dimensions.map(\.name) })
    let lastParts = paths.map { path in
      path.split(separator: ".").last.map(String.init) ?? path
    }
    let uses = Dictionary(lastParts.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(paths, lastParts).map { path, last in
      if uses[last] == 1, !taken.contains(last) { return last }
      return taken.contains(path) ? "sweep.\(path)" : path
    }
  }
}
