import Figures
import Judging
import Summaries

/// Nets of one condition that differ in their first weights alone find different solutions. Where the task is more
/// complex, or features are learnt more, their dynamics differ less and their weights more; where nets are wider or their
/// weights are penalised, less in both (arXiv:2410.03972). All nets are stopped at the same loss.
enum SolutionDegeneracy: Finding {
  static let name = "solution-degeneracy"
  static let title =
    "what a task asks for makes dynamics alike and weights unlike; width and penalties make both alike"
  static let reference = "arXiv:2410.03972"
  static let needs = [
    "weight_hh_l0", "states.hidden", "changed_loss", "group_weight_change", "steps_to_goal",
  ]

  /// One of the factors, with the nets at each of its levels.
  enum Factor: String, CaseIterable {
    case complexity = "bits of the flip-flop"
    case richness = "richness γ"
    case width = "width"
    case penalty = "penalty of the weights"

    var levels: [Double] {
      switch self {
      case .complexity: [1, 2, 3, 4]
      case .richness: [0.25, 1, 4]
      case .width: [16, 32, 64]
      case .penalty: [0, 2, 10]
      }
    }

    /// The nets at a level. The first weights of nets for the first factor are smaller.
    func nets(_ level: Double, in table: FindingTable) -> Ensemble {
      let all = Ensemble(table)
      switch self {
      case .complexity:
        return all.with("smaller first weights") { !Self.startsWide($0) }.with("task.bits", level)
      case .richness:
        return Self.plain(all).with("model.width", 32).with(penalty, 0)
          .with("richness \(level)") { Self.isNear(Self.richness(of: $0), level) }
      case .width:
        return Self.plain(all).with("model.width", level)
          .with("richness that grows with the width") {
            Self.isNear(Self.richness(of: $0), 2 * (level / 32).squareRoot())
          }
      case .penalty:
        return Self.plain(all).with("model.width", 32).with(penalty, level)
          .with("richness 1") { Self.isNear(Self.richness(of: $0), 1) }
      }
    }

    private var penalty: String { "training.regularization.recurrent_l1" }

    private static func plain(_ all: Ensemble) -> Ensemble {
      all.with("wider first weights", startsWide)
    }

    private static func startsWide(_ trial: FindingTable.Trial) -> Bool {
      trial.real("model.initial.recurrent.gain") > 0.8
    }

    /// γ of outputs V h/(γ √N), V of variance 1.
    static func richness(of trial: FindingTable.Trial) -> Double {
      1 / (trial.real("model.output.scale") * trial.real("model.width").squareRoot())
    }

    private static func isNear(_ found: Double, _ wanted: Double) -> Bool {
      abs(found - wanted) < 0.02 * wanted
    }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    func group(_ factor: Factor, _ level: Double) -> DegeneracyGroup {
      DegeneracyGroup(factor.nets(level, in: table))
    }
    let (one, three, four) = (
      group(.complexity, 1), group(.complexity, 3), group(.complexity, 4)
    )
    let (lazy, rich) = (group(.richness, 0.25), group(.richness, 4))
    let (narrow, wide) = (group(.width, 16), group(.width, 64))
    let (free, less, least) = (group(.penalty, 0), group(.penalty, 2), group(.penalty, 10))
    let arms = [one, three, four, lazy, rich, narrow, wide, free, less, least].map(\.nets)
    return [
      Statistic(
        "least share of a condition's nets that came to the loss at which training ends",
        Statistics.least(arms.map { $0.mean { $0.final("steps_to_goal") > 0 ? 1 : 0 } }),
        .atLeast(0.8), of: arms)
    ] + complexity(one, three, four) + richness(lazy, rich) + width(narrow, wide)
      + penalty(free, less, least)
  }

  /// A number of one group over that of another.
  private static func ratio(
    _ name: String, _ number: (DegeneracyGroup) -> Double, _ group: DegeneracyGroup,
    over other: DegeneracyGroup, _ criterion: Statistic.Criterion, _ pilot: String
  ) -> Statistic {
    Statistic(
      name, number(group) / number(other), criterion, reported: "pilots \(pilot)",
      of: [group.nets, other.nets])
  }

  private static func complexity(
    _ one: DegeneracyGroup, _ three: DegeneracyGroup, _ four: DegeneracyGroup
  ) -> [Statistic] {
    [
      ratio(
        "spectral distance of dynamics, 4 bits over 1", \.spectral, four, over: one, .atMost(0.4),
        "0.12 to 0.15"),
      ratio(
        "spectral distance of dynamics, 3 bits over 1", \.spectral, three, over: one, .below(1),
        "0.44, 0.47"),
      ratio(
        "angle of dynamics, 4 bits over 1", \.angular, four, over: one, .atMost(0.3),
        "0.05 to 0.09"),
      ratio(
        "distance of weights, 4 bits over 1", \.weights, four, over: one, .atLeast(1.03),
        "1.08 to 1.11"),
      ratio(
        "spread of losses on longer sequences, 4 bits over 1", \.behavior, four, over: one,
        .atMost(0.5), "0.06 to 0.21"),
    ]
  }

  private static func richness(_ lazy: DegeneracyGroup, _ rich: DegeneracyGroup) -> [Statistic] {
    [
      ratio(
        "spectral distance of dynamics, γ = 4 over 0.25", \.spectral, rich, over: lazy,
        .atMost(0.7), "0.36 to 0.47"),
      ratio(
        "angle of dynamics, γ = 4 over 0.25", \.angular, rich, over: lazy, .atMost(0.6),
        "0.27 to 0.34"),
      ratio(
        "distance of weights, γ = 4 over 0.25", \.weights, rich, over: lazy, .atLeast(1.07),
        "1.14 to 1.17"),
      ratio(
        "change of weights from the start, γ = 4 over 0.25", \.weightChange, rich, over: lazy,
        .atLeast(1.3), "1.6 to 1.7"),
      ratio(
        "spread of losses on longer sequences, γ = 4 over 0.25", \.behavior, rich, over: lazy,
        .below(1), "0.12 to 0.54"),
    ]
  }

  private static func width(_ narrow: DegeneracyGroup, _ wide: DegeneracyGroup) -> [Statistic] {
    [
      // Of 96 nets a width the ratio is 0.75; groups of 18 spread about it by 0.11.
      ratio(
        "spectral distance of dynamics, 64 units over 16", \.spectral, wide, over: narrow,
        .below(1), "0.41 to 0.64"),
      ratio(
        "angle of dynamics in 8 coordinates, 64 units over 16", \.wideAngular, wide, over: narrow,
        .atMost(0.9), "0.74 to 0.78"),
      ratio(
        "angle of dynamics, 64 units over 16", \.angular, wide, over: narrow, .atMost(0.7),
        "0.33 to 0.44"),
    ]
  }

  private static func penalty(
    _ free: DegeneracyGroup, _ less: DegeneracyGroup, _ least: DegeneracyGroup
  ) -> [Statistic] {
    [
      ratio(
        "spectral distance of dynamics, penalty 2 over none", \.spectral, less, over: free,
        .atMost(0.6), "0.22 to 0.39"),
      ratio(
        "spectral distance of dynamics, penalty 10 over none", \.spectral, least, over: free,
        .atMost(0.4), "0.08 to 0.17"),
      ratio(
        "angle of dynamics, penalty 10 over none", \.angular, least, over: free, .atMost(0.3),
        "0.06 to 0.10"),
      ratio(
        "distance of weights over their norm, penalty 10 over none", \.relativeWeights, least,
        over: free, .atMost(0.85), "0.64 to 0.71"),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    guard !table.trials.isEmpty else { return [] }
    return [
      Figure(
        "How unlike nets are that differ in their first weights alone",
        Factor.allCases.map { panel($0, table) })
    ]
  }

  /// Each number over that at the first level that there is.
  private static func panel(_ factor: Factor, _ table: FindingTable) -> Panel {
    let groups = factor.levels.map { DegeneracyGroup(factor.nets($0, in: table)) }
    let numbers: [(String, (DegeneracyGroup) -> Double)] = [
      ("dynamics, eigenvalues", \.spectral), ("dynamics, angle", \.angular),
      ("weights over their norm", \.relativeWeights), ("behaviour", \.behavior),
    ]
    let curves = numbers.enumerated().map { index, number in
      let values = groups.map(number.1)
      let first = values.first { $0.isFinite } ?? .nan
      return Series(
        number.0, zip(factor.levels, values).map { Series.Point($0, $1 / first) },
        hue: .category(index))
    }
    let isSpaced = factor == .richness || factor == .width
    return Panel(
      x: FigureAxis(factor.rawValue, isLogarithmic: isSpaced),
      y: FigureAxis("distance between nets, first = 1", isLogarithmic: true), .series(curves))
  }
}
