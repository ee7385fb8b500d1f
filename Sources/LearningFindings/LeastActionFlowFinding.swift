import Figures
import Judging
import Summaries

/// In continuous time LEAD's Lyapunov function falls and stays below its bound, with the magnetic force that the
/// theorem requires (Askari Hemmat et al., arXiv:2010.13846).
enum LeastActionFlowFinding: Finding {
  static let name = "lead-flow"
  static let title =
    "with the theorem's magnetic force the Lyapunov function falls, below its bound"
  static let reference = "arXiv:2010.13846"
  static let needs = [
    "largest_rise", "largest_bound_ratio", "flow_time", "lyapunov_function", "lyapunov_bound",
  ]

  private static let curvatures = [0, 0.3, 1]
  private static let frictions = [0.5, 1, 2]

  /// The games with a given magnetic force, one ensemble for each curvature and friction.
  private static func games(_ table: FindingTable, magnetism: Double) -> [Ensemble] {
    let games = Ensemble(table).with("theory.magnetism", magnetism)
    return curvatures.flatMap { curvature in
      frictions.map { friction in
        games.with("theory.game.curvature", curvature).with("theory.friction", friction)
      }
    }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (own, doubled) = (games(table, magnetism: 1), games(table, magnetism: 2))
    return [
      Statistic(
        "largest rise of the Lyapunov function in a step, as a share of its start",
        Statistics.largest(own.map { $0.largest { $0.final("largest_rise") } }), .atMost(1e-9),
        reported: "0",
        of: own),
      Statistic(
        "largest Lyapunov function over its bound",
        Statistics.largest(own.map { $0.largest { $0.final("largest_bound_ratio") } }),
        .atMost(1 + 1e-9),
        reported: "1", of: own),
      Statistic(
        "share of games in which it rises at twice the magnetic force",
        Statistics.mean(doubled.map { games in games.mean { rises($0) } }), .atLeast(0.5),
        reported: "all",
        of: doubled),
    ]
  }

  /// 1 where the Lyapunov function rose, 0 where it did not, NaN where it was not taken.
  private static func rises(_ trial: FindingTable.Trial) -> Double {
    let rise = trial.final("largest_rise")
    return rise.isNaN ? .nan : rise > 1e-9 ? 1 : 0
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    return [
      Figure(
        title,
        [
          panel("The theorem's magnetic force, 2/μ + μ", table, magnetism: 1),
          panel("Twice that", table, magnetism: 2),
        ])
    ]
  }

  /// A panel of the first replicate at the largest curvature, where twice the force breaks the bound.
  private static func panel(
    _ title: String, _ table: FindingTable, magnetism: Double
  ) -> Panel {
    let curves = frictions.enumerated().flatMap { index, friction -> [Series] in
      let games = Ensemble(table).with("theory.magnetism", magnetism)
        .with("theory.game.curvature", 1).with("theory.friction", friction)
      guard let trial = games.trials.first else { return [] }
      func course(_ variable: String) -> [Series.Point] {
        let start = trial.initial("lyapunov_function")
        return zip(trial.course("flow_time"), trial.course(variable)).map { time, value in
          .init(time * friction, value / start)
        }
      }
      return [
        Series(
          "friction μ = \(friction)", course("lyapunov_function"), style: .line,
          hue: .category(index)),
        Series(
          index == 0 ? "bound" : "", course("lyapunov_bound"), style: .reference,
          hue: .category(index)),
      ]
    }
    return Panel(
      title, x: FigureAxis("time (1/μ)"),
      y: FigureAxis("Lyapunov function over its start", isLogarithmic: true), .series(curves))
  }
}
