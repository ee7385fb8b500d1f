import LinearAlgebra
import Layers
import Programs
import RandomStreams

/// What is cut of the weights between units; the raw values are the words of sweep files.
enum Perturbation: String, CaseIterable, Hashable, Sendable {
  /// Any weights.
  case weights
  /// Weights that lead from one module to another.
  case between
  /// Weights within one module, the next with each draw.
  case within
  /// All weights that lead from some units; the read-out still sees these.
  case units

  /// Sets a random share of what this cuts to zero.
  ///
  /// - Parameters:
  ///   - numbers: All parameters in the order of `layout`.
  ///   - draw: The number of the draw, from 0.
  ///   - seed: The trial's seed.
  func cut(
    _ share: Double, of numbers: inout [Double], _ layout: ParameterLayout, draw: Int, seed: UInt64
  ) {
    for placed in layout.all where placed.group == .recurrent {
      var stream = RandomStream(
        seed: seed, purpose: "perturbed \(rawValue) \(placed.name)", index: draw)
      let module = draw % placed.parameter.modules
      let isCut = self == .units ? (0..<placed.units).map { _ in stream.uniform() < share } : []
      for row in 0..<placed.shape.rows {
        for column in 0..<placed.shape.columns {
          let place = placed.offset + row * placed.shape.columns + column
          if self == .units {
            if isCut[placed.source(row: row, column: column)] { numbers[place] = 0 }
            continue
          }
          // Each element has a number of its own, whether it can be cut or not.
          let falls = stream.uniform() < share
          if falls && reaches(row, column, of: placed, module) { numbers[place] = 0 }
        }
      }
    }
  }

  private func reaches(
    _ row: Int, _ column: Int, of placed: ParameterLayout.Placed, _ module: Int
  ) -> Bool {
    let isInside = placed.isInside(row: row, column: column)
    switch self {
    case .weights, .units: return true
    case .between: return !isInside
    case .within: return isInside && placed.module(ofRow: row) == module
    }
  }
}

/// Adds normal noise to all weights between units.
func addNoise(
  _ deviation: Double, to numbers: inout [Double], _ layout: ParameterLayout, draw: Int,
  seed: UInt64
) {
  for placed in layout.all where placed.group == .recurrent {
    var stream = RandomStream(
      seed: seed, purpose: "perturbed noise \(placed.name)", index: draw)
    for place in placed.range { numbers[place] += deviation * stream.normal() }
  }
}
