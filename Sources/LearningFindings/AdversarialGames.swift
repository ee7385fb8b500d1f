import Figures
import Judging
import Summaries

/// Among the methods that the paper compares, LEAD brings two players to rest in the fewest steps where they are rivals
/// rather than minimisers (Askari Hemmat et al., arXiv:2010.13846).
enum AdversarialGames: Finding {
  static let name = "lead"
  static let title = "where rivalry prevails, least-action dynamics come to rest soonest"
  static let reference = "arXiv:2010.13846"
  static let needs = ["spectral_radius"]

  private static let lead = "lead"
  /// The method that evaluates two gradients a step; its radius for each gradient is the square root.
  private static let twofold = "extragradient"
  private static let (descent, momentum) = ("gradient_descent_ascent", "positive_momentum")
  private static let rivals = [
    descent, momentum, "negative_momentum", "complex_momentum", twofold, "optimistic_gradient",
  ]
  /// Methods that the paper does not compare.
  private static let others = [
    "alternating_descent_ascent", "consensus", "symplectic_adjustment", "competitive_gradient",
  ]

  private static func games(_ table: FindingTable, _ method: String, at share: Double) -> Ensemble {
    Ensemble(table).with("theory.method", method).with("adversarialness \(share)") {
      abs($0.real("theory.game.adversarialness") - share) < 1e-9
    }
  }

  /// The best spectral radius for each gradient, as the paper compares methods.
  private static func radius(_ trial: FindingTable.Trial) -> Double {
    let radius = trial.final("spectral_radius")
    return trial.text("theory.method") == twofold ? radius.squareRoot() : radius
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let shares = [0.9, 0.95, 1]
    let own = shares.map { games(table, lead, at: $0) }
    let other = shares.map { share in rivals.map { games(table, $0, at: share) } }
    let ratios = zip(own, other).map { own, other in
      own.mean(radius) / Statistics.least(other.map { $0.mean(radius) })
    }
    let failing = [descent, momentum].map { games(table, $0, at: 1) }
    let calm = [lead, momentum].map { games(table, $0, at: 0) }
    return [
      Statistic(
        "LEAD's radius over the best other method's, adversarialness 0.9 and more",
        Statistics.largest(ratios),
        .below(1), reported: "0.996", of: own + other.flatMap(\.self)),
      Statistic(
        "least radius of gradient descent and positive momentum, adversarialness 1",
        Statistics.least(failing.map { $0.mean(radius) }), .atLeast(1), reported: "1", of: failing),
      Statistic(
        "LEAD's radius, adversarialness 1", own[2].mean(radius), .atMost(0.965),
        reported: "0.961", of: [own[2]]),
      Statistic(
        "LEAD's radius less positive momentum's, adversarialness 0",
        abs(calm[0].mean(radius) - calm[1].mean(radius)), .atMost(0.01), reported: "0.004",
        of: calm),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    return [
      Figure(
        title,
        [
          panel("The paper's methods", table, rivals + [lead]),
          panel("LEAD and methods left out", table, others + [lead]),
        ])
    ]
  }

  private static func panel(_ title: String, _ table: FindingTable, _ methods: [String]) -> Panel {
    let curves = methods.enumerated().map { index, method in
      let trials = Ensemble(table).with("theory.method", method)
      let points = trials.values(of: "theory.game.adversarialness").map { share in
        games(table, method, at: share).point(share, radius)
      }
      return Series(
        GameMethodNames.words(method) + (method == twofold ? ", a gradient" : ""), points,
        style: .line,
        hue: method == lead ? .neutral : .category(index))
    }
    return Panel(
      title, x: FigureAxis("adversarialness γ", range: 0...1),
      y: FigureAxis("best spectral radius"), .series(curves))
  }
}

/// The names of methods for games in figures.
enum GameMethodNames {
  static func words(_ method: String) -> String {
    method == "lead" ? "LEAD" : method.replacing("_", with: " ")
  }
}
