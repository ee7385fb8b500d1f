import RandomStreams
package import Schema
import Programs
package import LinearAlgebra

/// Which of a layer's units reach which: all of them, or mostly those of their own module.
///
/// Units are split into equal modules, one after the other. A connection inside a module is always there; one between
/// modules with probability 1 − q. With q = 0 there is no mask. With q = 1 only the modules' blocks are stored, one
/// above the other, and multiplied. Between, a mask of the whole matrix, drawn once a trial, multiplies the weight. A
/// connection that is there at some q is also there at all smaller ones.
///
/// Rules of initialisation count the inputs that a unit is expected to have, n + (1 − q)(N − n), so that a gain means
/// the same at every q: a Gaussian matrix keeps its spectral radius, as in sparse random networks of neuroscience. An
/// orthogonal matrix is made orthogonal again within the connections that are left.
package struct ModularConnections: Hashable, Sendable {
  package let units: Int
  package let modules: Int
  /// q.
  package let modularity: Double

  /// - Throws: `NetworkError.indivisibleWidth`.
  package init(units: Int, modules: Int, modularity: Double) throws(NetworkError) {
    guard units % modules == 0 else {
      throw .indivisibleWidth(width: units, modules: modules)
    }
    self.units = units
    self.modules = modules
    self.modularity = modules == 1 ? 0 : modularity
  }

  package init(_ settings: Settings) throws(NetworkError) {
    try self.init(
      units: settings.integer("width"), modules: settings.integer("modules"),
      modularity: settings.real("modularity"))
  }

  package static let entries: [Entry] = [
    .integer("modules", 1, in: 1...65536, "equal blocks that the units are split into"),
    .real(
      "modularity", 0, in: .unit,
      "q: a connection between modules exists with probability 1 − q; one inside always"),
  ]

  /// Whether only the blocks on the diagonal are stored.
  package var isPacked: Bool { modularity == 1 }
  var isMasked: Bool { modularity > 0 && modularity < 1 }
  private var moduleSize: Int { units / modules }

  /// How many inputs of this kind a unit is expected to have.
  var expectedInputs: Double {
    Double(moduleSize) + (1 - modularity) * Double(units - moduleSize)
  }

  /// Multiply–adds of a row's product.
  package var multiplyAdds: Int { units * (isPacked ? moduleSize : units) }

  /// The weight, units × units or units × units/modules where packed, and its mask if it has one.
  package func parameters(_ name: String, initialization: any Initialization) -> [Parameter] {
    let shape = Shape(units, isPacked ? moduleSize : units)
    let weight = Parameter(
      name,
      WeightGeometry(
        shape, fanIn: expectedInputs, fanOut: expectedInputs, defaultFanIn: Double(units),
        modules: modularity > 0 ? modules : 1, isPacked: isPacked),
      group: .recurrent, initialization: initialization,
      mask: isMasked ? Self.mask(name) : nil)
    guard isMasked else { return [weight] }
    let mask = Parameter(
      Self.mask(name), WeightGeometry(shape, modules: modules), group: .mask,
      initialization: ModuleMask(modularity: modularity), isTrained: false)
    return [weight, mask]
  }

  private static func mask(_ name: String) -> String { name + ".mask" }

  /// h Wᵀ, for states h: R×units.
  func product(_ states: Value, _ name: String, _ parameters: ParameterValues) -> Value {
    let weight = parameters[name]
    if isPacked { return states.timesTranspose(weight, blocks: modules) }
    return states.timesTranspose(isMasked ? weight * parameters[Self.mask(name)] : weight)
  }

  /// W as it acts, units × units.
  package func matrix(_ name: String, _ read: (String) -> Matrix<Double>) -> Matrix<Double> {
    var weight = read(name)
    if isMasked {
      let mask = read(Self.mask(name))
      for index in weight.elements.indices { weight.elements[index] *= mask.elements[index] }
    }
    guard isPacked else { return weight }
    var whole = Matrix<Double>(rows: units, columns: units)
    for row in 0..<units {
      let first = row / moduleSize * moduleSize
      for column in 0..<moduleSize { whole[row, first + column] = weight[row, column] }
    }
    return whole
  }
}

/// Ones where a connection exists.
struct ModuleMask: Initialization {
  let modularity: Double

  package func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let size = geometry.shape.rows / geometry.modules
    var index = 0
    return geometry.independent(&random) { random in
      let (row, column) = (index / geometry.shape.columns, index % geometry.shape.columns)
      index += 1
      // Drawn for every element, so that each has the same number at every modularity.
      let exists = random.uniform() >= modularity
      return exists || row / size == column / size ? 1 : 0
    }
  }
}
