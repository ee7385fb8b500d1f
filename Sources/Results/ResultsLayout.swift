package import Records

/// Everything that a results file is made of before its first row: the sweep, the program, the trials, and the
/// quantities that are recorded.
package struct ResultsLayout: Sendable {
  /// The file's attribute `title`: the sweep's name, or what the sweep file gives in its place.
  package var title: String
  /// The sweep's name.
  package var name: String
  /// The sweep file, verbatim.
  package var sweep: String
  /// The program and its version (`dynsweep 0.1.0`).
  package var software: String
  /// The machine as a JSON object: processor, BLAS kernel, MPI, HDF5, hosts.
  package var environment: String
  /// The time at which the file was made, in ISO 8601.
  package var created: String
  /// One axis for each varied setting, with a value for each trial.
  package var axes: [AxisColumn]
  /// The seed of each trial; their number is the number of trials.
  package var seeds: [UInt64]
  /// The replicate number of each trial, from 0.
  package var replicates: [Int]
  /// How many rows each trial has room for.
  package var checkpointCount: Int
  /// What is recorded at each checkpoint, in the order of a row's numbers.
  package var quantities: [Quantity]
  /// Numbers recorded once for each trial, beside `parameter_count`.
  package var trialQuantities: [Quantity]
  /// The arrays that trials keep beside their rows, in a group of the file for each form.
  package var kept: [KeptGroup]
  /// What the sweep file tells about the sweep beside its title, as attributes by their names in ACDD 1.3; nil where it
  /// tells nothing.
  package var about: [(name: String, text: String)]?
  /// The sweep's rule; nil where it has none.
  package var rule: RuleLayout?

  /// - Precondition: Where the layout is used, axes and `replicates` have as many values as there are `seeds`.
  package init(
    title: String, sweep: String, software: String, environment: String, created: String,
    axes: [AxisColumn], seeds: [UInt64], replicates: [Int], checkpointCount: Int,
    quantities: [Quantity], trialQuantities: [Quantity] = [], kept: [KeptGroup] = [],
    rule: RuleLayout? = nil
  ) {
    (self.title, name) = (title, title)
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
    self.kept = kept
    self.rule = rule
  }

  /// How many trials the file has.
  package var trialCount: Int { seeds.count }

  /// How many numbers a row has: the numbers of all quantities.
  package var rowWidth: Int { quantities.reduce(0) { $0 + $1.count } }
}

/// One varied setting and its value in every trial.
package struct AxisColumn: Equatable, Sendable {
  /// An axis's values, all of one type, one for each trial.
  package enum Values: Equatable, Sendable {
    case real([Double])
    case integer([Int64])
    case text([String])
    case boolean([Bool])

    /// How many values there are.
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
  /// The setting's path in the sweep file (`model.activation.gain`).
  package var path: String
  /// The setting's value in each trial.
  package var values: Values

  /// The column of the setting at `path`, as the variable `name`.
  package init(name: String, path: String, values: Values) {
    self.name = name
    self.path = path
    self.values = values
  }
}

extension ResultsLayout {
  /// The names of the variables for axes that vary the settings at `paths`: the last part of the path, or the whole
  /// path where another variable or dimension has that name.
  ///
  /// - Parameter quantities: The quantities that the file records.
  package static func axisNames(paths: [String], besides quantities: [Quantity]) -> [String] {
    let taken = Quantity.reservedNames.union(RuleLayout.names).union(quantities.map(\.name))
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
