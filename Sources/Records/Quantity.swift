/// Something that is recorded of a trial: what a variable of the results file holds and how it explains itself.
package struct Quantity: Hashable, Sendable {
  /// A dimension beyond trial and checkpoint; its coordinate counts from `first`, or names each place.
  package struct Dimension: Hashable, Sendable {
    package let name: String
    package let size: Int
    package let first: Int
    /// A name for each place, where they have names.
    package let labels: [String]?

    package init(_ name: String, size: Int, first: Int = 1) {
      self.name = name
      self.size = size
      self.first = first
      labels = nil
    }

    package init(_ name: String, labels: [String]) {
      self.name = name
      self.labels = labels
      first = 1
      size = labels.count
    }
  }

  /// The variable's name in the file, in snake case (`max_lyapunov`).
  package let name: String
  /// None for a number at a checkpoint; one for an array (`exponent` for `lyapunov_spectrum`).
  package let dimensions: [Dimension]
  /// UDUNITS style: `1`, `nat`, `nat step-1`, `s`.
  package let units: String
  /// One line for people.
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

  /// Numbers it takes at one checkpoint.
  package var count: Int { dimensions.reduce(1) { $0 * $1.size } }
}
