import Judging
import Figures
import Summaries

/// Features that adapt to what is left to learn align with a linear model's task. The model then generalises better and
/// with less complexity than by gradient descent (the toy learner SuperNat of arXiv:2008.00938).
///
/// The specification has no criteria. These were set from a pilot of one seed in NumPy, before the sweep's eight seeds
/// were run.
enum FeatureMetric: Finding {
  static let name = "feature-alignment-metric"
  static let title = "features that adapt align with the task, at less complexity and less risk"
  static let reference = "arXiv:2008.00938"
  static let needs = [
    "kernel_target_alignment", "kernel_effective_rank", "relative_risk", "sequence_complexity",
  ]

  private static func arm(_ pace: Double, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("theory.pace", pace)
  }

  private static func least(_ nets: Ensemble, _ variable: String) -> Double {
    nets.mean { Statistics.least($0.course(variable)) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let (descent, adaptive, paper) = (arm(0, table), arm(0.03, table), arm(1, table))
    func gain(_ nets: Ensemble) -> Double {
      nets.mean {
        Statistics.largest($0.course("kernel_target_alignment"))
          / $0.initial("kernel_target_alignment")
      }
    }
    func complexity(_ nets: Ensemble) -> Double { nets.mean { $0.final("sequence_complexity") } }
    return [
      Statistic(
        "largest alignment / that before training, pace 0.03", gain(adaptive), .atLeast(2),
        of: [adaptive]),
      Statistic(
        "least effective rank, pace 0.03 / gradient descent",
        least(adaptive, "kernel_effective_rank") / least(descent, "kernel_effective_rank"),
        .atMost(0.6), of: [adaptive, descent]),
      Statistic(
        "least risk, pace 0.03 / gradient descent",
        least(adaptive, "relative_risk") / least(descent, "relative_risk"), .atMost(0.6),
        of: [adaptive, descent]),
      Statistic(
        "complexity, pace 0.03 / gradient descent", complexity(adaptive) / complexity(descent),
        .atMost(0.8), of: [adaptive, descent]),
      Statistic(
        "complexity, pace 1 / gradient descent", complexity(paper) / complexity(descent),
        .atMost(0.65), of: [paper, descent]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let paces = Ensemble(table).values(of: "theory.pace")
    guard !paces.isEmpty else { return [] }
    let panels = [
      ("Alignment to the task", "kernel_target_alignment", false),
      ("Risk, of that before training", "relative_risk", true),
      ("Complexity of the sequence", "sequence_complexity", false),
    ].map { title, variable, isLogarithmic in
      let curves = paces.enumerated().map { index, pace in
        let nets = arm(pace, table)
        let points = zip(nets.trials.first?.steps ?? [], nets.means { $0.course(variable) })
          .map { Series.Point(Double($0), $1) }
        return Series(
          pace == 0 ? "gradient descent" : "pace \(pace)", points, style: .line,
          hue: .category(index))
      }
      return Panel(
        title, x: FigureAxis("step"),
        y: FigureAxis("mean over seeds", isLogarithmic: isLogarithmic),
        .series(curves))
    }
    return [Figure("A linear model whose features adapt", panels)]
  }
}
