import LinearAlgebra
import RandomStreams
import Programs
import Schema
import Layers

/// How a net's first hidden layer starts and what its units compute, where that differs from the other layers.
///
/// Units that are independent functions of the input from the start spare a net the early stairs of its loss
/// (arXiv:2412.05144, 2507.11962). Inputs are taken to lie in the box [−1, 1]ᵈ, in a ball of radius R = √d.
struct FirstLayer: Sendable {
  let weight: any Initialization
  /// The rule of the biases; nil for that of the other layers.
  let bias: (any Initialization)?
  /// The nonlinearity; nil for that of the other layers.
  let activation: (any Activation)?
}

/// Rows γ·sⱼ·ωⱼ, with directions ωⱼ that are uniform on the sphere, or 1 in one dimension, and signs sⱼ that alternate.
///
/// With biases −γ·sⱼ·cⱼ, the hyperplanes ωⱼ·x = cⱼ on which units change sign fill the ball evenly.
struct DirectionInitialization: Initialization {
  /// γ, from the number of units and the ball's radius.
  let slope: @Sendable (_ units: Int, _ radius: Double) -> Double

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let (units, inputs) = (geometry.shape.rows, geometry.shape.columns)
    let slope = slope(units, Double(inputs).squareRoot())
    return (0..<units).flatMap { unit -> [Double] in
      let signed = unit.isMultiple(of: 2) ? slope : -slope
      guard inputs > 1 else { return [signed] }
      let direction = (0..<inputs).map { _ in random.normal() }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return direction.map { signed * $0 / length }
    }
  }
}

/// Biases −γ·sⱼ·cⱼ with evenly spaced cⱼ = R·((2j + 1)/n − 1); see `DirectionInitialization`.
struct OffsetInitialization: Initialization {
  /// γ, from the number of units and the ball's radius.
  let slope: @Sendable (_ units: Int, _ radius: Double) -> Double

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let units = geometry.shape.columns
    let radius = geometry.fanIn.squareRoot()
    let slope = slope(units, radius)
    return (0..<units).map { unit in
      let center = radius * (Double(2 * unit + 1) / Double(units) - 1)
      return unit.isMultiple(of: 2) ? -slope * center : slope * center
    }
  }
}

/// The rows of another rule in groups, multiplied by 1, 2, 4, …, which gives a net of several scales.
struct ScaledRowsInitialization: Initialization {
  let base: any Initialization
  let scales: Int

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let columns = geometry.shape.columns
    return base.values(geometry, from: &random).enumerated().map { place, value in
      let group = place / columns * scales / geometry.shape.rows
      return value * Double(1 << group)
    }
  }
}

extension FirstLayer {
  /// The section that a sweep file may have under `initial.first`.
  static let entry = Entry(
    "first",
    .section(
      Section([
        Entry(
          "scheme",
          .variant(
            [
              Variant("hidden", "as the other hidden layers"),
              Variant(
                "udi", "units that change sign at evenly spread places (uniform density)",
                [.real("slope", 10, in: .positive, "γ: the length of each unit's weights")]),
              Variant(
                "pou", "bumps (1 + cos πz)/2 about evenly spread centres (partition of unity)",
                [
                  .real(
                    "overlap", 1, in: .positive,
                    "half a bump's width in spacings; with 1 bumps in one dimension add up to 1")
                ]),
              Variant(
                "msc", "as the other layers, rows in groups times 1, 2, 4, … (multi-scale)",
                [.integer("scales", 4, in: 1...32, "groups")]),
              Variant(
                "fourier", "cosines of random frequencies and phases",
                [
                  .real(
                    "frequency", 10, in: .positive,
                    "deviation of a frequency, radians for each unit of x")
                ]),
            ], default: "hidden"), "rule of initialisation")
      ])), "the first hidden layer, where it starts in its own way")

  /// The first layer that a section made by `entry` asks for.
  ///
  /// - Parameter hidden: The rule of the other layers' weights.
  /// - Returns: Nil where the first layer starts as the others do.
  static func make(_ settings: Settings, hidden: any Initialization) -> FirstLayer? {
    switch settings.text("scheme") {
    case "udi":
      let slope = settings.real("slope")
      return hyperplanes(activation: nil) { _, _ in slope }
    case "pou":
      let overlap = settings.real("overlap")
      // A bump ends where |z| = 1, at `overlap` spacings from its centre. The spacing is 2R/n.
      return hyperplanes(activation: FixedActivation(bump)) { units, radius in
        Double(units) / (2 * radius * overlap)
      }
    case "msc":
      return FirstLayer(
        weight: ScaledRowsInitialization(base: hidden, scales: settings.integer("scales")),
        bias: nil, activation: nil)
    case "fourier":
      let frequency = settings.real("frequency")
      return FirstLayer(
        weight: IndependentInitialization(.normal) { _ in frequency },
        bias: IndependentInitialization { _ in Double.pi },
        activation: FixedActivation { $0.cosine() })
    default: return nil
    }
  }

  private static func hyperplanes(
    activation: (any Activation)?,
    slope: @escaping @Sendable (_ units: Int, _ radius: Double) -> Double
  ) -> FirstLayer {
    FirstLayer(
      weight: DirectionInitialization(slope: slope), bias: OffsetInitialization(slope: slope),
      activation: activation)
  }

  /// (1 + cos πz)/2 for |z| ≤ 1, else 0.
  @Sendable private static func bump(_ z: Value) -> Value {
    let clipped = (z + 1).positivePart() - (z - 1).positivePart() - 1
    return 0.5 * ((.pi * clipped).cosine() + 1)
  }
}
