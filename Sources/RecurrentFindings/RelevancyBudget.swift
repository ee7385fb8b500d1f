import Figures
import Judging

/// A screened memory without relevant states fails over delays longer than that of training; two relevant states
/// suffice (arXiv:2006.09471).
enum RelevancyBudget: Finding {
  static let name = "relevancy-screening-budget"
  static let title = "two relevant states suffice to recall over longer delays"
  static let reference = "arXiv:2006.09471"
  static let needs = ["changed_accuracy"]

  /// The numbers of recent and relevant states, with the pilot's accuracies at T and 8 T.
  private static let budgets: [(recent: Double, relevant: Double, pilot: String)] = [
    (5, 0, "0.57, 0.27"), (5, 2, "0.97, 0.97"), (5, 4, "0.98, 0.98"), (5, 6, "0.97, 0.97"),
    (2, 8, "0.99, 0.98"), (10, 8, "0.95, 0.95"),
  ]

  private static func arm(_ recent: Double, _ relevant: Double, _ table: FindingTable) -> Ensemble {
    Ensemble(table).with("model.attention.recent", recent)
      .with("model.attention.relevant", relevant)
  }

  private static func mean(_ nets: Ensemble, times factor: Double) -> Double {
    nets.mean { RecallNet($0).accuracy(times: factor) }
  }

  static func statistics(of table: FindingTable) -> [Statistic] {
    budgets.map { budget in
      let nets = arm(budget.recent, budget.relevant, table)
      return Statistic(
        "\(Int(budget.recent)) recent and \(Int(budget.relevant)) relevant states, accuracy at 8 T",
        mean(nets, times: 8), budget.relevant == 0 ? .atMost(0.45) : .atLeast(0.8),
        reported: "pilot \(budget.pilot) at T and 8 T", of: [nets])
    }
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let curves = budgets.enumerated().compactMap { index, budget -> Series? in
      let nets = arm(budget.recent, budget.relevant, table)
      guard let first = nets.trials.first else { return nil }
      let net = RecallNet(first)
      let points = net.accuracies.map { place in
        nets.point(place.delay) { RecallNet($0).accuracy(times: place.delay / net.delay) }
      }
      return Series(
        "\(Int(budget.recent)) recent, \(Int(budget.relevant)) relevant", points,
        hue: .category(index))
    }
    guard !curves.isEmpty else { return [] }
    return [
      Figure(
        "How many states a memory takes",
        [
          Panel(
            "copy", x: FigureAxis("delay (steps)", isLogarithmic: true),
            y: FigureAxis("accuracy of the recall", range: 0...1.05), .series(curves))
        ])
    ]
  }
}
