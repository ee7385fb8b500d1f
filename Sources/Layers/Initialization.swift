package import Programs
package import RandomStreams
package import Schema

/// A rule for a parameter's values before training.
package protocol Initialization: Sendable {
  /// The values of `geometry.shape`, row by row.
  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double]

  /// Such values with zeros where the mask has zeros.
  ///
  /// - Parameters:
  ///   - values: Of `geometry.shape`, made by this rule.
  ///   - mask: Of the same shape, ones and zeros.
  func masked(_ values: [Double], mask: [Double], geometry: WeightGeometry) -> [Double]
}

extension Initialization {
  package func masked(
    _ values: [Double], mask: [Double], geometry: WeightGeometry
  ) -> [Double] {
    zip(values, mask).map(*)
  }
}

/// A weight matrix, or its units' biases, as a rule of initialisation sees it.
package struct WeightGeometry: Hashable, Sendable {
  /// As stored: a row for each unit that the weights lead to. With `isPacked`, the modules' blocks one above the other.
  package let shape: Shape
  /// How many inputs a unit has: the expected number, where a mask removes some.
  package let fanIn: Double
  /// How many units an input reaches.
  package let fanOut: Double
  /// The fan-in that PyTorch's default goes by: of its recurrent layers, the width for all parameters.
  package let defaultFanIn: Double
  /// Blocks on the diagonal that units are split into.
  package let modules: Int
  /// Whether only the blocks on the diagonal are stored.
  package let isPacked: Bool

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

  /// The biases of `units` that have `fanIn` inputs each.
  package static func bias(_ units: Int, fanIn: Int) -> WeightGeometry {
    WeightGeometry(Shape(1, units), fanIn: Double(fanIn), fanOut: Double(units))
  }

  /// Independent elements, one draw each.
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

/// A rule as the catalogue knows it: its name and settings, and how to make it.
package struct InitializationDescription: Sendable {
  package let variant: Variant
  package let make: @Sendable (Settings) -> any Initialization

  package init(
    _ name: String, _ summary: String, _ entries: [Entry] = [],
    make: @escaping @Sendable (Settings) -> any Initialization
  ) {
    variant = Variant(name, summary, entries)
    self.make = make
  }
}
