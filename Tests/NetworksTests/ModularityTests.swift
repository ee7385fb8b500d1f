import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import Schema
import TestSupport
import Testing

@Suite struct ModularityTests {
  static func network(_ model: Written) throws -> any Network {
    try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings(model), inputSize: 3, outputSize: 2)
  }

  static func network(
    width: Int, modules: Int, modularity: Double, scheme: String = "gaussian"
  ) throws -> any Network {
    try network([
      "width": .value(.integer(width)), "modules": .value(.integer(modules)),
      "modularity": .value(.real(modularity)),
      "initial": ["recurrent": ["scheme": .value(.text(scheme))]],
    ])
  }

  static func mask(_ modularity: Double, seed: UInt64 = 5) throws -> [Double] {
    let layout = try network(width: 120, modules: 4, modularity: modularity).layout
    return layout.matrix("weight_hh_l0.mask", in: layout.initialValues(seed: seed)).elements
  }

  static func isInside(_ index: Int) -> Bool { index / 120 / 30 == index % 120 / 30 }

  @Test(arguments: [0.1, 0.5, 0.9])
  func `a connection inside a module is always there, one between with probability 1 − q`(
    q: Double
  ) throws {
    let mask = try Self.mask(q)
    #expect(mask.allSatisfy { $0 == 0 || $0 == 1 })
    #expect(mask.indices.filter(Self.isInside).allSatisfy { mask[$0] == 1 })
    let between = mask.indices.filter { !Self.isInside($0) }
    let density = between.reduce(0) { $0 + mask[$1] } / Double(between.count)
    // Five standard errors of 10 800 draws.
    #expect(abs(density - (1 - q)) < 5 * (q * (1 - q) / Double(between.count)).squareRoot())
  }

  @Test func `what a mask has, the mask of a smaller q has too`() throws {
    let masks = try [0.2, 0.5, 0.8].map { try Self.mask($0) }
    for (more, fewer) in zip(masks, masks.dropFirst()) {
      #expect(zip(more, fewer).allSatisfy { $0 >= $1 } && more != fewer)
    }
  }

  @Test func `a mask belongs to its seed`() throws {
    let (mask, again, other) = (
      try Self.mask(0.5), try Self.mask(0.5), try Self.mask(0.5, seed: 6)
    )
    #expect(mask == again && mask != other)
  }

  @Test func `without modularity there is no mask, with all of it only blocks`() throws {
    func shapes(_ q: Double) throws -> [String: Shape] {
      let layout = try Self.network(width: 12, modules: 3, modularity: q).layout
      let recurrent = layout.all.filter { $0.name.hasPrefix("weight_hh_l0") }
      return Dictionary(uniqueKeysWithValues: recurrent.map { ($0.name, $0.shape) })
    }
    let whole = Shape(12, 12)
    #expect(try shapes(0) == ["weight_hh_l0": whole])
    #expect(try shapes(0.5) == ["weight_hh_l0": whole, "weight_hh_l0.mask": whole])
    #expect(try shapes(1) == ["weight_hh_l0": Shape(12, 4)])
  }

  @Test func `a removed connection's weight is zero from the start`() throws {
    let layout = try Self.network(width: 12, modules: 3, modularity: 0.5).layout
    let values: [Double] = layout.initialValues(seed: 1)
    let weight = layout.matrix("weight_hh_l0", in: values).elements
    let mask = layout.matrix("weight_hh_l0.mask", in: values).elements
    #expect(zip(weight, mask).allSatisfy { ($0 == 0) == ($1 == 0) } && mask.contains(0))
  }

  @Test func `blocks start from the random numbers that they have in the whole matrix`() throws {
    func matrix(_ q: Double) throws -> Matrix<Double>? {
      let network = try Self.network(width: 12, modules: 3, modularity: q)
      return network.recurrentMatrix(of: network.layout.initialValues(seed: 1))
    }
    let (whole, blocks) = (try #require(try matrix(0)), try #require(try matrix(1)))
    for i in 0..<12 {
      for j in 0..<12 {
        // Scaled by the inputs that are left, 4 of 12; rounding.
        let expected = i / 4 == j / 4 ? 3.0.squareRoot() * whole[i, j] : 0
        #expect(abs(blocks[i, j] - expected) < 1e-15)
      }
    }
  }

  @Test func `blocks alone and the whole matrix masked give the same outputs and gradients`() throws
  {
    let packed = try Self.network(width: 6, modules: 3, modularity: 1)
    let masked = try Self.network(width: 6, modules: 3, modularity: 0.5)
    let values: [Double] = packed.layout.initialValues(seed: 9)
    let whole = try #require(packed.recurrentMatrix(of: values))
    let moved = masked.layout.all.flatMap { placed -> [Double] in
      switch placed.name {
      case "weight_hh_l0": whole.elements
      case "weight_hh_l0.mask": (0..<36).map { $0 / 6 / 2 == $0 % 6 / 2 ? 1 : 0 }
      default: packed.layout.matrix(placed.name, in: values).elements
      }
    }
    let (a, b) = (run(packed, values), run(masked, moved))
    // Products of other sizes add up in another order.
    #expect(zip(a.outputs, b.outputs).allSatisfy { abs($0 - $1) < 1e-14 })
    for placed in packed.layout.trained where placed.name != "weight_hh_l0" {
      let other = try #require(masked.layout[placed.name])
      #expect(
        relativeError(Array(a.gradient[placed.range]), Array(b.gradient[other.range])) < 1e-13)
    }
    let blocks = packed.recurrentMatrix(of: a.gradient)
    let rest = try #require(masked.layout["weight_hh_l0"])
    #expect(relativeError(Array(b.gradient[rest.range]), blocks?.elements ?? []) < 1e-13)
    #expect(masked.recurrentMatrix(of: moved) == whole)
  }

  private func run(
    _ network: any Network, _ values: [Double]
  ) -> (outputs: [Double], gradient: [Double]) {
    let (program, layout) = (Program(), network.layout)
    let parameters = layout.values(in: program)
    let inputs = program.input(4 * 2, 3)
    let outputs = network.forward(
      in: program, parameters: parameters, inputs: inputs, length: 4, batch: 2, scored: 2..<4
    ).outputs
    let gradients = outputs.square().sum().gradients(
      withRespectTo: layout.trainedValues(parameters))
    let gradient = Storage<Double>(count: layout.count)
    let plan = Plan(
      outputs: [outputs] + gradients,
      bindings: layout.bindings(of: parameters, to: Storage(values))
        + layout.bindings(ofTrained: gradients, to: gradient))
    plan.storage(of: inputs).elements = (0..<24).map { Double($0 * $0 % 7) / 7 - 0.5 }
    plan.run()
    return (plan.storage(of: outputs).elements, gradient.elements)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `an orthogonal start stays nearly one at every modularity`(seed: UInt64) throws {
    for q in [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1] {
      let network = try Self.network(width: 64, modules: 4, modularity: q, scheme: "orthogonal")
      let matrix = try #require(
        network.recurrentMatrix(of: network.layout.initialValues(seed: seed)))
      let values = matrix.singularValues
      // Thinned out and no more it is 1.5 to 1.9, and the mean -.1 to -.5.
      #expect(values[0] < 1.35 && values[63] > 0.6, "q = \(q)")
      #expect(abs(values.reduce(0) { $0 + log($1) } / 64) < 0.02, "q = \(q)")
      #expect(abs(matrix.frobeniusNorm - 8) < 1e-12)
    }
  }

  @Test func `connections between modules keep the size of those inside`() throws {
    for q in [0.25, 0.9, 0.99] {
      let network = try Self.network(width: 64, modules: 4, modularity: q, scheme: "orthogonal")
      let matrix = try #require(network.recurrentMatrix(of: network.layout.initialValues(seed: 4)))
      let existing = matrix.elements.indices.filter { matrix.elements[$0] != 0 }
      func meanSquare(_ inside: Bool) -> Double {
        let group = existing.filter { ($0 / 64 / 16 == $0 % 64 / 16) == inside }
        return group.reduce(0) { $0 + pow(matrix.elements[$1], 2) } / Double(group.count)
      }
      #expect(abs(meanSquare(true) / meanSquare(false) - 1) < 1e-12)
    }
  }

  @Test func `as q goes to zero an orthogonal start goes to that of the whole matrix`() throws {
    func matrix(_ q: Double) throws -> Matrix<Double> {
      let network = try Self.network(width: 64, modules: 4, modularity: q, scheme: "orthogonal")
      return try #require(network.recurrentMatrix(of: network.layout.initialValues(seed: 4)))
    }
    let whole = try matrix(0)
    let distances = try [0.3, 0.1, 0.01, 0.001].map { try (matrix($0) - whole).frobeniusNorm / 8 }
    #expect(distances == distances.sorted(by: >))
    // A share 1 - q of the squares is there: the distance is about the root of what is missing.
    #expect(distances[3] < 0.1)
  }

  @Test func `a width that modules cannot share is refused with a remedy`() {
    #expect(throws: NetworkError.indivisibleWidth(width: 30, modules: 4)) {
      try NetworkCatalogue.check(
        NetworkCatalogue.section.settings(["width": 30, "modules": 4]))
    }
    #expect(
      NetworkError.indivisibleWidth(width: 30, modules: 4).description
        == "model.width: 30 units cannot be split into 4 equal modules; "
        + "take a width of 28 or 32, or other model.modules")
    #expect(
      NetworkError.indivisibleWidth(width: 3, modules: 4).description
        == "model.width: 3 units cannot be split into 4 equal modules; "
        + "take a width of 4, or other model.modules")
  }
}
