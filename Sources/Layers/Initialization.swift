package import Programs
package import RandomStreams
package import Schema

/// A rule for the values of a parameter before training.
package protocol Initialization: Sendable {
  /// The values of a parameter of shape `geometry.shape`, row by row.
  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double]

  /// The values with zeros where the mask has zeros. A rule may change the values that are left.
  ///
  /// - Parameters:
  ///   - values: Numbers that this rule made for `geometry.shape`.
  ///   - mask: Ones and zeros, as many as the values.
  func masked(_ values: [Double], mask: [Double], geometry: WeightGeometry) -> [Double]
}

extension Initialization {
  package func masked(
    _ values: [Double], mask: [Double], geometry: WeightGeometry
  ) -> [Double] {
    zip(values, mask).map(*)
  }
}

/// A weight matrix, or the biases of units, as a rule of initialisation sees it.
package struct WeightGeometry: Hashable, Sendable {
  /// The shape as stored, with a row for each unit to which the weights lead. With `isPacked` the blocks of the modules
  /// lie one below the other. Biases are one row.
  package let shape: Shape
  /// How many inputs a unit has; their expected number, where a mask removes some.
  package let fanIn: Double
  /// How many units an input reaches.
  package let fanOut: Double
  /// The fan-in on which PyTorch's default rule is based. For its recurrent layers this is the width, for all
  /// parameters.
  package let defaultFanIn: Double
  /// The number of blocks on the diagonal into which the units are split.
  package let modules: Int
  /// Whether only the blocks on the diagonal are stored.
  package let isPacked: Bool

  /// A geometry whose fan-in and fan-out are the sides of the shape where they are not given.
  package init(
    _ shape: Shape, fanIn: Double? = nil, fanOut: Double? = nil, defaultFanIn: Double? = nil,
    modules: Int = 1, isPacked: Bool = false
  ) {
    self.shape = shape
    self.fanIn = fanIn ?? Double(shape.columns)
    self.fanOut = fanOut ?? Double(shape.rows)
    self.defaultFanIn = defaultFanIn ?? self.fanIn
    self.modules = modules
    self.isPacked = isPacked
  }

  /// The geometry of the biases of `units` that have `fanIn` inputs each.
  package static func bias(_ units: Int, fanIn: Int) -> WeightGeometry {
    WeightGeometry(Shape(1, units), fanIn: Double(fanIn), fanOut: Double(units))
  }

  /// Elements that are drawn independently, row by row, one draw each.
  ///
  /// An element draws the same random number whether its matrix is stored whole or packed.
  func independent(
    _ random: inout RandomStream, _ draw: (inout RandomStream) -> Double
  ) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(shape.count)
    let blocks = isPacked ? modules : 1
    for row in 0..<shape.rows {
      let block = row / (shape.rows / blocks)
      random.position = UInt64((row * blocks + block) * shape.columns)
      for _ in 0..<shape.columns { values.append(draw(&random)) }
    }
    return values
  }
}

/// A rule as the catalogue has it: its name and settings, and how to make it.
package struct InitializationDescription: Sendable {
  package let variant: Variant
  /// Makes the rule from settings that the variant's entries have decoded.
  package let make: @Sendable (Settings) -> any Initialization

  /// A rule of this name in sweep files, with a summary for their reference and its settings.
  package init(
    _ name: String, _ summary: String, _ entries: [Entry] = [],
    make: @escaping @Sendable (Settings) -> any Initialization
  ) {
    variant = Variant(name, summary, entries)
    self.make = make
  }
}
