import RandomStreams
package import Schema
import Programs
package import LinearAlgebra

/// Which of a layer's units reach which: all units, or mostly those of their module.
///
/// The units are split into equal modules of consecutive units. A connection inside a module is always there; a
/// connection between modules is there with probability 1 − q. With q = 0 there is no mask. With q = 1 only the
/// modules' blocks are stored, one below the other, and multiplied. For other q a mask of the whole matrix, drawn once
/// a trial, multiplies the weight. A connection that is there at some q is also there at all smaller ones.
///
/// Rules of initialisation count the inputs that a unit is expected to have, n + (1 − q)(N − n), so that a gain means
/// the same at every q: a Gaussian matrix keeps its spectral radius, as in sparse random networks of neuroscience. An
/// orthogonal matrix is made orthogonal again within the connections that are left.
package struct ModularConnections: Hashable, Sendable {
  /// N, the number of units.
  package let units: Int
  /// The number of modules, which divides the number of units.
  package let modules: Int
  /// q, from 0 to 1; 0 where there is one module.
  package let modularity: Double

  /// - Throws: `NetworkError.indivisibleWidth` where the number of modules does not divide the number of units.
  package init(units: Int, modules: Int, modularity: Double) throws(NetworkError) {
    guard units % modules == 0 else {
      throw .indivisibleWidth(width: units, modules: modules)
    }
    self.units = units
    self.modules = modules
    self.modularity = modules == 1 ? 0 : modularity
  }

  /// The connections that settings describe: `width`, and `modules` and `modularity` as made by `entries`.
  ///
  /// - Throws: `NetworkError.indivisibleWidth` where `modules` does not divide `width`.
  package init(_ settings: Settings) throws(NetworkError) {
    try self.init(
      units: settings.integer("width"), modules: settings.integer("modules"),
      modularity: settings.real("modularity"))
  }

  /// The settings of the connections.
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

  /// How many inputs from the layer's units a unit is expected to have.
  var expectedInputs: Double {
    Double(moduleSize) + (1 - modularity) * Double(units - moduleSize)
  }

  /// The multiply–adds of the product of one row.
  package var multiplyAdds: Int { units * (isPacked ? moduleSize : units) }

  /// The weight, units × units or, where it is packed, units × units/modules, and its mask if it has one.
  ///
  /// - Parameter excitatory: The share of units whose weights to others are positive, where those of all others are
  ///   negative; nil where signs are free.
  package func parameters(
    _ name: String, initialization: any Initialization, excitatory: Double? = nil
  ) -> [Parameter] {
    let shape = Shape(units, isPacked ? moduleSize : units)
    let signs = excitatory.map { ColumnSigns(period: moduleSize, share: $0) }
    let weight = Parameter(
      name,
      WeightGeometry(
        shape, fanIn: expectedInputs, fanOut: expectedInputs, defaultFanIn: Double(units),
        modules: modularity > 0 ? modules : 1, isPacked: isPacked),
      group: .recurrent,
      initialization: signs.map {
        SignedInitialization(base: initialization, signs: $0) as any Initialization
      }
        ?? initialization,
      mask: isMasked ? Self.mask(name) : nil, modules: modules, signs: signs)
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

  /// W in full, units × units, with the mask applied and the blocks in their places.
  ///
  /// - Parameters:
  ///   - name: The name of the weight.
  ///   - read: Takes the name of a parameter to its numbers.
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

/// A rule that gives one where a connection exists, and zero elsewhere.
struct ModuleMask: Initialization {
  let modularity: Double

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let size = geometry.shape.rows / geometry.modules
    var index = 0
    return geometry.independent(&random) { random in
      let (row, column) = (index / geometry.shape.columns, index % geometry.shape.columns)
      index += 1
      // A number is drawn for every element, so that each element has the same one at every modularity.
      let exists = random.uniform() >= modularity
      return exists || row / size == column / size ? 1 : 0
    }
  }
}
