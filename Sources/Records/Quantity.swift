/// Something that is recorded of a trial: the name, shape and explanation of one variable of the results file.
package struct Quantity: Hashable, Sendable {
  /// A dimension beyond trial and checkpoint; its coordinate counts from `first`, or names each place.
  package struct Dimension: Hashable, Sendable {
    /// The dimension's name in the file, in snake case (`exponent`).
    package let name: String
    /// How many places it has.
    package let size: Int
    /// The coordinate of the first place where places are numbered; 1 where they have names.
    package let first: Int
    /// The name of each place; nil where places are numbered.
    package let labels: [String]?

    /// A dimension whose places are numbered `first`, `first` + 1, ….
    package init(_ name: String, size: Int, first: Int = 1) {
      self.name = name
      self.size = size
      self.first = first
      labels = nil
    }

    /// A dimension whose places have names, one place a label.
    package init(_ name: String, labels: [String]) {
      self.name = name
      self.labels = labels
      first = 1
      size = labels.count
    }
  }

  /// The variable's name in the file, in snake case (`max_lyapunov`).
  package let name: String
  /// The dimensions beyond trial and checkpoint: none for a single number, `exponent` for `lyapunov_spectrum`.
  package let dimensions: [Dimension]
  /// The unit in the notation of UDUNITS, with the field's own units: `1`, `s`, `nat`, `nat step-1`.
  package let units: String
  /// What the quantity is, in one line for people; the variable's `long_name`.
  package let longName: String
  /// The paper and equation that defines it, where there is one.
  package let references: String?

  package init(
    _ name: String, dimensions: [Dimension] = [], units: String = "1", longName: String,
    references: String? = nil
  ) {
    self.name = name
    self.dimensions = dimensions
    self.units = units
    self.longName = longName
    self.references = references
  }

  /// The names of variables that every results file has, which no quantity and no axis can have.
  package static let reservedNames: Set<String> = [
    "trial", "checkpoint", "seed", "replicate", "status", "attempts", "worker", "seconds",
    "parameter_count", "failures", "runs", "step",
  ]

  /// How many numbers it takes at one checkpoint: the product of its dimensions' sizes.
  package var count: Int { dimensions.reduce(1) { $0 * $1.size } }
}
