import LinearAlgebra
import RandomStreams
import Schema

/// The distribution P_A of the second layer's weights before learning.
enum ReadoutLaw: Hashable, Sendable {
  /// The values have equal weight; neuron i starts at number i modulo their count.
  case atoms([Double])
  case uniform(bound: Double)
  case normal(deviation: Double)

  static let section = Section([
    Entry(
      "law",
      .variant(
        [
          Variant(
            "atoms", "a few values of equal weight",
            [
              Entry(
                "values", .list(.real(), default: [1, -1, 0.5, -0.5].map { .real($0) }),
                "the values")
            ]),
          Variant(
            "uniform", "uniform about zero",
            [.real("bound", 1, in: .nonnegative, "the largest magnitude")]),
          Variant(
            "normal", "normal about zero",
            [.real("deviation", 1, in: .nonnegative, "standard deviation")]),
        ], default: "atoms"), "distribution of the second layer's weights before learning")
  ])

  init(_ settings: Settings) throws(TheoryError) {
    switch settings.text("law") {
    case "uniform": self = .uniform(bound: settings.real("bound"))
    case "normal": self = .normal(deviation: settings.real("deviation"))
    default:
      self = .atoms(settings.numbers("values"))
      if settings.numbers("values").isEmpty {
        throw .unsuitable(
          setting: "readout.values", found: "no values", expected: "at least one")
      }
    }
  }

  /// The initial weights of the `neurons` that a theory's settings ask for.
  ///
  /// - Throws: `TheoryError.unsuitable` where there are no atoms, or the neurons are not a multiple of their count.
  static func values(_ settings: Settings, seed: UInt64) throws(TheoryError) -> [Double] {
    let law = try ReadoutLaw(settings.section("readout"))
    let neurons = settings.integer("neurons")
    if case .atoms(let values) = law, neurons % values.count != 0 {
      throw .unsuitable(
        setting: "neurons", found: "\(neurons)",
        expected: "a multiple of the \(values.count) atoms, so that they weigh the same")
    }
    return law.values(neurons, seed: seed)
  }

  /// The initial weights of `count` neurons.
  func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: "theory readout")
    return (0..<count).map { index in
      switch self {
      case .atoms(let values): values[index % values.count]
      case .uniform(let bound): bound * (2 * random.uniform() - 1)
      case .normal(let deviation): deviation * random.normal()
      }
    }
  }
}
