import Figures
import Judging
import Summaries

/// Nets with attention to their past, all of it or a screened part, recall over delays that they were not trained on;
/// nets with recurrence alone do not (arXiv:2006.09471).
enum RelevancyScreening: Finding {
  static let name = "relevancy-screening"
  static let title = "attention carries over to longer delays, with all past states or few"
  static let reference = "arXiv:2006.09471"
  static let needs = ["changed_accuracy", "gradient_norm_by_lag"]

  private typealias Kind = RecallNet.Kind

  private static func arm(_ task: String, _ kind: Kind, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("task.name", task).with(kind.rawValue) { Kind($0) == kind }
  }

  private static func mean(_ nets: Ensemble, times factor: Double) -> Double {
    nets.mean { RecallNet($0).accuracy(times: factor) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    copy(table) + denoise(table)
  }

  private static func copy(_ table: FindingTable) -> [Statistic] {
    let plain = arm("copy", .plain, table)
    return attentive("copy", table, atT: 0.85, reported: ["0.94, 0.93", "0.98, 0.98"]) + [
      Statistic(
        "copy: recurrent net, accuracy at T", mean(plain, times: 1), .atLeast(0.9),
        reported: "pilot 0.98", of: [plain]),
      Statistic(
        "copy: recurrent net, most at 2 T, 4 T and 8 T",
        Statistics.largest([2, 4, 8].map { mean(plain, times: $0) }), .atMost(0.45),
        reported: "pilot 0.22, 0.34, 0.27", of: [plain]),
    ]
  }

  private static func denoise(_ table: FindingTable) -> [Statistic] {
    let rivals = [Kind.plain, .gated].map { kind in
      let nets = arm("denoise", kind, table)
      return Statistic(
        "denoise: \(kind.rawValue), accuracy at 2 T", mean(nets, times: 2), .atMost(0.5),
        reported: "pilot 0.40", of: [nets])
    }
    return attentive("denoise", table, atT: 0.65, reported: ["0.83, 0.81", "0.77, 0.74"]) + rivals
  }

  /// The accuracy at the delay of training, and the loss of accuracy at eight times that delay.
  private static func attentive(
    _ task: String, _ table: FindingTable, atT mark: Double, reported: [String]
  ) -> [Statistic] {
    zip([Kind.full, .screened], reported).flatMap { kind, figures in
      let nets = arm(task, kind, table)
      let (near, far) = (mean(nets, times: 1), mean(nets, times: 8))
      return [
        Statistic(
          "\(task): \(kind.rawValue), accuracy at T", near, .atLeast(mark),
          reported: "pilot \(figures) at T and 8 T", of: [nets]),
        Statistic(
          "\(task): \(kind.rawValue), accuracy at T less that at 8 T", near - far, .atMost(0.1),
          of: [nets]),
      ]
    }
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let tasks = ["copy", "denoise"].filter { !Ensemble(table).with("task.name", $0).trials.isEmpty }
    guard !tasks.isEmpty else { return [] }
    let transfer = tasks.map { transferPanel($0, table) }
    let gradients = gradientPanel("copy", table)
    return [Figure("Recall over delays that were not trained on", transfer + [gradients])]
  }

  private static func transferPanel(_ task: String, _ table: FindingTable) -> Panel {
    let curves = Kind.allCases.enumerated().compactMap { index, kind -> Series? in
      let nets = arm(task, kind, table)
      guard let first = nets.trials.first else { return nil }
      let net = RecallNet(first)
      let points = net.accuracies.map { place in
        nets.point(place.delay) { RecallNet($0).accuracy(times: place.delay / net.delay) }
      }
      return Series(kind.rawValue, points, hue: .category(index))
    }
    return Panel(
      task, x: FigureAxis("delay (steps)", isLogarithmic: true),
      y: FigureAxis("accuracy of the recall", range: 0...1.05), .series(curves))
  }

  /// The gradients before training, where the loss is that of the recall's steps.
  private static func gradientPanel(_ task: String, _ table: FindingTable) -> Panel {
    let curves = Kind.allCases.enumerated().compactMap { index, kind -> Series? in
      let nets = arm(task, kind, table)
      guard !nets.trials.isEmpty else { return nil }
      let points = nets.means { $0.first("gradient_norm_by_lag") }.enumerated()
        .filter { $1 > 0 }.map { Series.Point(Double($0), $1) }
      return Series(kind.rawValue, points, style: .line, hue: .category(index))
    }
    return Panel(
      "\(task), before training", x: FigureAxis("steps before the last"),
      y: FigureAxis("‖∂L/∂h‖ of the recall's loss", isLogarithmic: true), .series(curves))
  }
}
