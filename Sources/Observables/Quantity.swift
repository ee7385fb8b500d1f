/// Something that is recorded of a trial: what a variable of the results file holds and how it explains itself.
public struct Quantity: Hashable, Sendable {
  /// A dimension beyond trial and checkpoint; its coordinate counts 1…size, or names each place.
  public struct Dimension: Hashable, Sendable {
    public let name: String
    public let size: Int
    /// A name for each place, where they have names.
    public let labels: [String]?

    public init(_ name: String, size: Int) {
      self.name = name
      self.size = size
      labels = nil
    }

    public init(_ name: String, labels: [String]) {
      self.name = name
      self.labels = labels
      size = labels.count
    }
  }

  /// The variable's name in the file, in snake case (`max_lyapunov`).
  public let name: String
  /// None for a number at a checkpoint; one for an array (`exponent` for `lyapunov_spectrum`).
  public let dimensions: [Dimension]
  /// UDUNITS style: `1`, `nat`, `nat step-1`, `s`.
  public let units: String
  /// One line for people.
  public let longName: String
  /// The paper and equation that defines it, where there is one.
  public let references: String?

  public init(
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
  public var count: Int { dimensions.reduce(1) { $0 * $1.size } }
}
