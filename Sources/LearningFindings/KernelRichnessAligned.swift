import Judging
import Figures
import Summaries

/// A start of rank one that is in line with the task keeps its tangent kernel, while another start of rank one does not
/// (arXiv:2310.08513). Nets are compared after training, when all have learnt the task.
enum KernelRichnessAligned: Finding {
  static let name = "kernel-richness-aligned"
  static let title = "a start of rank one in line with the task stays lazy, another one does not"
  static let reference = "arXiv:2310.08513"
  static let needs = ["kernel_start_alignment"]

  private static let (rank, inputs) = (
    "model.initial.hidden.rank", "model.initial.hidden.inputs"
  )

  /// The starts in the order in which kernels are expected to stay, the laziest first.
  private static func arms(_ table: FindingTable) -> [(name: String, nets: Ensemble)] {
    func random(_ count: Double) -> Ensemble {
      Ensemble(table).with(rank, count).with(inputs, "all")
    }
    return [
      ("rank 1, in line", Ensemble(table).with(rank, 1).with(inputs, 1)),
      ("full rank", random(20)), ("rank 5", random(5)), ("rank 1", random(1)),
    ]
  }

  /// The alignment to the start on the points that were trained on, which come first.
  private static func mean(_ nets: Ensemble) -> Double {
    nets.mean { $0.final("kernel_start_alignment") }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    let arms = arms(table).map(\.nets)
    let means = arms.map(mean)
    return [
      Statistic(
        "alignment to the start, least fall from in line to full rank to rank 5 to rank 1",
        Statistics.least(zip(means, means.dropFirst()).map { $0 - $1 }), .above(0),
        reported: "0.10 (pilot)", of: arms),
      Statistic(
        "alignment to the start, rank 1 in line", means[0], .atLeast(0.9),
        reported: "0.96–0.97 (pilot)", of: [arms[0]]),
      Statistic(
        "alignment to the start, rank 1", means[3], .atMost(0.45),
        reported: "0.06–0.35 (pilot)", of: [arms[3]]),
      Statistic(
        "rank 1, in line less not", means[0] - means[3], .atLeast(0.4), of: [arms[0], arms[3]]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let curves = arms(table).enumerated().compactMap { index, arm -> Series? in
      guard let steps = arm.nets.trials.first?.steps else { return nil }
      let points = steps.enumerated().dropFirst().map { checkpoint, step in
        arm.nets.point(Double(step)) { trial in
          let values = trial.values["kernel_start_alignment"] ?? []
          return values.indices.contains(checkpoint) ? values[checkpoint].first ?? .nan : .nan
        }
      }
      return Series(arm.name, points, hue: .category(index))
    }
    guard !curves.isEmpty else { return [] }
    return [
      Figure(
        "What is left of a linear net's first tangent kernel",
        [
          Panel(
            "by the first weights", x: FigureAxis("step", isLogarithmic: true),
            y: FigureAxis("alignment of the kernel to the start", range: 0...1), .series(curves))
        ])
    ]
  }
}
