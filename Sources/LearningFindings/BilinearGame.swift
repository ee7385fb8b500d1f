import Foundation
import Figures
import Judging
import Summaries
import Wording

/// On the game xy every method's rate equals the largest root of its characteristic polynomial: plain descent and
/// ascent diverge, and LEAD comes to rest (Askari Hemmat et al., arXiv:2010.13846).
enum BilinearGame: Finding {
  static let name = "lead-bilinear"
  static let title =
    "on a bilinear game descent and ascent diverge, least-action dynamics come to rest"
  static let reference = "arXiv:2010.13846"
  static let needs = ["measured_rate", "spectral_radius"]

  private static let stepSizes = [0.1, 0.25, 0.5, 0.5.squareRoot(), 1]
  /// The methods for which the paper's table has a formula for the radius at step size η, with other coefficients equal
  /// to η or 1.
  private static let formulas: [(method: String, radius: @Sendable (Double) -> Double)] = [
    ("gradient_descent_ascent", { hypot(1, $0) }),
    ("alternating_descent_ascent", { _ in 1 }),
    ("extragradient", { hypot(1 - $0 * $0, $0) }),
    ("competitive_gradient", { 1 / hypot(1, $0) }),
    ("symplectic_adjustment", { hypot(1 - $0, $0) }),
    ("consensus", { hypot(1 - $0, $0) }),
  ]
  /// The methods for which the theory gives a polynomial.
  private static let polynomials = [
    "positive_momentum", "negative_momentum", "complex_momentum", "optimistic_gradient", "lead",
  ]

  private static func games(_ table: FindingTable, _ method: String, at size: Double) -> Ensemble {
    Ensemble(table).with("theory.method", method).with("step size \(NumberFormat.exact(size))") {
      abs($0.real("theory.step_size") - size) < 1e-9
    }
  }

  /// The factor by which the distance from rest changes in a step.
  private static func measured(_ games: Ensemble) -> Double {
    games.mean { exp($0.final("measured_rate")) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    func all(_ method: String) -> [Ensemble] { stepSizes.map { games(table, method, at: $0) } }
    let solved = polynomials.flatMap(all)
    let known = formulas.flatMap { formula in
      stepSizes.map { (games(table, formula.method, at: $0), formula.radius($0)) }
    }
    let rootError = Statistics.largest(
      solved.map { games in
        abs(measured(games) / games.mean { $0.final("spectral_radius") } - 1)
      })
    return [
      Statistic(
        "largest error of a measured rate against the table's formulas",
        Statistics.largest(known.map { abs(measured($0.0) / $0.1 - 1) }), .atMost(0.01),
        reported: "0",
        of: known.map(\.0)),
      Statistic(
        "largest error of a measured rate against the polynomials' roots", rootError,
        .atMost(0.01), reported: "0", of: solved),
      above("gradient descent and ascent", all("gradient_descent_ascent")),
      above("positive momentum", all("positive_momentum")),
      best("optimistic gradient at ½", games(table, "optimistic_gradient", at: 0.5), within: 0.007),
      best("LEAD at ½, ½, 0", games(table, "lead", at: 0.5), within: 0.001),
    ]
  }

  private static func above(_ name: String, _ arms: [Ensemble]) -> Statistic {
    Statistic(
      "least measured rate of \(name)", Statistics.least(arms.map(measured)), .above(1),
      reported: "> 1",
      of: arms)
  }

  private static func best(_ name: String, _ games: Ensemble, within error: Double) -> Statistic {
    let rate = 0.5.squareRoot()
    return Statistic(
      "measured rate of \(name)", measured(games), .within(rate - error...rate + error),
      reported: "0.7071", of: [games])
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    let mixed = ["consensus", "symplectic_adjustment", "competitive_gradient", "lead"]
    let methods = (formulas.map(\.method) + polynomials).filter { !mixed.contains($0) }
    return [
      Figure(
        title,
        [
          panel("Gradients alone", table, methods),
          panel("With mixed derivatives", table, mixed),
        ])
    ]
  }

  /// A panel with measured rates as points and those of the roots as lines.
  private static func panel(_ title: String, _ table: FindingTable, _ methods: [String]) -> Panel {
    let curves = methods.enumerated().flatMap { index, method -> [Series] in
      let sizes = Ensemble(table).with("theory.method", method).values(of: "theory.step_size")
      let arms = sizes.map { ($0, games(table, method, at: $0)) }
      return [
        Series(
          GameMethodNames.words(method), arms.map { .init($0.0, measured($0.1)) }, style: .points,
          hue: .category(index)),
        Series(
          "", arms.map { size, games in games.point(size) { $0.final("spectral_radius") } },
          style: .line, hue: .category(index)),
      ]
    }
    return Panel(
      title, x: FigureAxis("step size η"),
      y: FigureAxis("change of the distance in a step", range: 0.6...1.5), .series(curves))
  }
}
