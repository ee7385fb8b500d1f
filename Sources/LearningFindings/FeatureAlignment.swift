import Judging
import Figures
import Summaries

/// In training the tangent kernel of a net concentrates on the few directions of the task; a net that learns lazily
/// keeps its initial kernel (arXiv:2008.00938).
///
/// It reads two kinds of nets on a disk in the plane, distinguished by their hidden layers: nets of five, whose kernel
/// is compressed, and nets of three, whose kernel aligns with the task.
enum FeatureAlignment: Finding {
  static let name = "feature-alignment"
  static let title =
    "the tangent kernel is compressed and turns to the task, unless learning is lazy"
  static let reference = "arXiv:2008.00938"
  static let needs = ["kernel_effective_rank", "kernel_eigenvalue", "kernel_target_alignment"]

  /// The indices of both kinds of points in the dimension `kernel_points`.
  private static let (trainedOn, heldOut) = (0, 1)

  private static func arm(_ layers: Int, lazy: Bool, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("\(layers) hidden layers") { $0.numbers("model.widths").count == layers }
      .with(lazy ? "lazy" : "not lazy") { ($0.real("model.output.scale") > 1) == lazy }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    compression(table) + alignment(table)
  }

  private static func compression(_ table: FindingTable) -> [Statistic] {
    [(false, "rich", "0.59"), (true, "lazy", "1.00")].flatMap { lazy, word, rank in
      let nets = arm(5, lazy: lazy, table)
      let criterion = lazy ? Statistic.Criterion.atLeast(0.9) : .atMost(0.9)
      return [
        Statistic(
          "effective rank after training / before, \(word)",
          nets.mean { change($0) { effectiveRank($0) } }, criterion,
          reported: "\(rank) (pilot)", of: [nets]),
        Statistic(
          "λ₂₀/λ₁ after training / before, \(word)", nets.mean { change($0) { decay($0) } },
          lazy ? .atLeast(0.9) : .atMost(0.85), reported: lazy ? "0.99 (pilot)" : "0.37 (pilot)",
          of: [nets]),
      ]
    }
  }

  private static func alignment(_ table: FindingTable) -> [Statistic] {
    [(false, "rich", "3.3"), (true, "lazy", "0.90")].map { lazy, word, reported in
      let nets = arm(3, lazy: lazy, table)
      return Statistic(
        "alignment to the task on held-out points after training / before, \(word)",
        nets.mean { change($0) { alignment($0) } }, lazy ? .within(0.7...1.2) : .atLeast(1.5),
        reported: "\(reported) (pilot, two seeds)", of: [nets])
    }
  }

  /// A number of one checkpoint, computed from the variables recorded there.
  private typealias Reading = (_ recorded: (String) -> [Double]) -> Double

  private static func effectiveRank(_ recorded: (String) -> [Double]) -> Double {
    part(recorded("kernel_effective_rank"), trainedOn)
  }

  private static func alignment(_ recorded: (String) -> [Double]) -> Double {
    part(recorded("kernel_target_alignment"), heldOut)
  }

  private static func decay(_ recorded: (String) -> [Double]) -> Double {
    let values = recorded("kernel_eigenvalue")
    return part(values, 19) / part(values, 0)
  }

  private static func part(_ numbers: [Double], _ index: Int) -> Double {
    numbers.indices.contains(index) ? numbers[index] : .nan
  }

  private static func change(_ trial: FindingTable.Trial, _ number: Reading) -> Double {
    number { trial.last($0) } / number { trial.first($0) }
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let courses = [
      panel("Effective rank, 5 layers", 5, table) { effectiveRank($0) },
      panel("Alignment to the task, 3 layers", 3, table) { alignment($0) },
    ].compactMap(\.self)
    guard !courses.isEmpty else { return [] }
    return [Figure("The tangent kernel in training, against its start", courses)]
      + KernelEigenfunctions(arm(3, lazy: false, table).trials.first).figures
  }

  /// A panel of numbers relative to the start, with the range over the seeds.
  private static func panel(
    _ title: String, _ layers: Int, _ table: FindingTable, _ number: @escaping Reading
  ) -> Panel? {
    let curves = [false, true].compactMap { lazy -> Series? in
      let nets = arm(layers, lazy: lazy, table)
      guard let steps = nets.trials.first?.steps else { return nil }
      let points = steps.enumerated().dropFirst().map { index, step in
        nets.point(Double(step)) { trial in
          number { variable in at(index, of: trial.values[variable]) }
            / number { trial.first($0) }
        }
      }
      return Series(lazy ? "lazy" : "rich", points, hue: .category(lazy ? 1 : 0))
    }
    guard !curves.isEmpty else { return nil }
    return Panel(
      title, x: FigureAxis("step", isLogarithmic: true), y: FigureAxis("of that at the start"),
      .series(curves))
  }

  private static func at(_ checkpoint: Int, of values: [[Double]]?) -> [Double] {
    guard let values, values.indices.contains(checkpoint) else { return [] }
    return values[checkpoint]
  }
}
