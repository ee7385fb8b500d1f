import Judging
import Figures
import Summaries

/// The higher the rank of their initial recurrent weights and the larger the scale of their outputs, the more recurrent
/// nets keep their initial tangent kernel (arXiv:2310.08513).
///
/// Nets are compared at equal loss: at the first checkpoint whose loss is below the task's mark, or at the last.
enum KernelRichness: Finding {
  static let name = "kernel-richness"
  static let title = "high initial rank and large outputs keep the start's tangent kernel"
  static let reference = "arXiv:2310.08513"
  static let needs = ["recurrent_kernel_start_alignment", "validation_loss", "weight_change"]

  /// The tasks with the loss at which nets are compared: chance is (ln 2)/8 = 0.087.
  private static let marks = [
    ("two-alternative", 0.055), ("delayed-match", 0.03), ("context-decision", 0.06),
  ]

  private static func arm(
    _ task: String, rank: Double, scale: Double = 1, _ table: FindingTable
  ) -> Ensemble {
    Ensemble(table).with("task.name", task).with("model.initial.recurrent.rank", rank)
      .with("model.output.scale", scale)
  }

  /// The alignment to the start, or another number, at matched loss.
  private static func matched(
    _ trial: FindingTable.Trial, _ variable: String = "recurrent_kernel_start_alignment"
  ) -> Double {
    let (losses, values) = (trial.course("validation_loss"), trial.course(variable))
    let mark = marks.first { $0.0 == trial.text("task.name") }?.1 ?? .nan
    guard let last = losses.last, !last.isNaN else { return .nan }
    let place = losses.firstIndex { $0 < mark } ?? losses.count - 1
    return values.indices.contains(place) ? values[place] : .nan
  }

  private static func mean(_ nets: Ensemble) -> Double { nets.mean { matched($0) } }

  /// The numbers of the nets in the order of their seeds, so that pairs share all random numbers.
  private static func bySeed(_ nets: Ensemble) -> [Double] {
    nets.trials.sorted { $0.replicate < $1.replicate }.map { matched($0) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    ranks(table) + scales(table)
  }

  private static func ranks(_ table: FindingTable) -> [Statistic] {
    let arms = marks.map { task, _ in
      (
        task, low: arm(task, rank: 1, table), middle: arm(task, rank: 20, table),
        full: arm(task, rank: 60, table)
      )
    }
    let pairs = arms.flatMap { zip(bySeed($0.full), bySeed($0.low)) }
    let gaps = arms.map { mean($0.full) - mean($0.low) }
    let all = arms.flatMap { [$0.full, $0.low] }
    let isUnknown = pairs.isEmpty || pairs.contains { $0.isNaN || $1.isNaN }
    return [
      Statistic(
        "pairs of which full rank is nearer to its start than rank 1, share",
        isUnknown ? .nan : Double(pairs.count { $0 > $1 }) / Double(pairs.count), .atLeast(0.75),
        reported: "22 of 24 (pilot)", of: all),
      Statistic(
        "alignment to the start, full rank less rank 1, mean", Statistics.mean(gaps),
        .atLeast(0.12),
        reported: "0.23 (pilot)", of: all),
      Statistic(
        "the same, least of the tasks", Statistics.least(gaps), .atLeast(0.06),
        reported: "0.21 (pilot)", of: all),
      Statistic(
        "rank 20 less rank 1, least of the tasks",
        Statistics.least(arms.map { mean($0.middle) - mean($0.low) }), .above(0),
        reported: "0.16 (pilot)", of: arms.flatMap { [$0.middle, $0.low] }),
    ]
  }

  private static func scales(_ table: FindingTable) -> [Statistic] {
    let arms = [1.0, 3, 10].map { arm("two-alternative", rank: 60, scale: $0, table) }
    let means = arms.map(mean)
    func change(_ nets: Ensemble) -> Double { nets.mean { matched($0, "weight_change") } }
    return [
      Statistic(
        "alignment to the start, scale 10 less 1, least of the seeds",
        Statistics.least(zip(bySeed(arms[2]), bySeed(arms[0])).map { $0 - $1 }), .above(0),
        reported: "0.23 (pilot)", of: [arms[2], arms[0]]),
      Statistic(
        "the same, mean", means[2] - means[0], .atLeast(0.15), reported: "0.39 (pilot)",
        of: [arms[2], arms[0]]),
      Statistic(
        "least rise of the mean from scale to scale",
        Statistics.least([means[1] - means[0], means[2] - means[1]]), .above(0),
        reported: "0.17 (pilot)", of: arms),
      Statistic(
        "change of the weights, scale 1 / 10", change(arms[0]) / change(arms[2]), .atLeast(3),
        reported: "6.8 (pilot)", of: [arms[0], arms[2]]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let nets = Ensemble(table)
    guard !nets.trials.isEmpty else { return [] }
    let ranks = marks.enumerated().map { index, mark in
      let points = nets.values(of: "model.initial.recurrent.rank").compactMap { rank in
        let own = arm(mark.0, rank: rank, table)
        return own.trials.isEmpty ? nil : own.point(rank) { matched($0) }
      }
      return Series(mark.0, points, hue: .category(index))
    }
    let scales = nets.values(of: "model.output.scale").compactMap { scale -> Series.Point? in
      let own = arm("two-alternative", rank: 60, scale: scale, table)
      return own.trials.isEmpty ? nil : own.point(scale) { matched($0) }
    }
    let y = FigureAxis("alignment of the kernel to the start", range: 0...1)
    return [
      Figure(
        "What is left of the first tangent kernel, at equal loss",
        [
          Panel(
            "by the rank of the first recurrent weights",
            x: FigureAxis("rank", isLogarithmic: true),
            y: y, .series(ranks)),
          Panel(
            "by the scale of the outputs", x: FigureAxis("scale", isLogarithmic: true), y: y,
            .series([Series("two-alternative", scales)])),
        ])
    ]
  }
}
