public import Figures
import Sweep

/// LSTMs whose weights start uniform on ±p: those that start chaotic do not learn, and those that learn end just below
/// a largest joint exponent of zero (arXiv:2006.14123).
public enum LyapunovGated: Finding {
  public static let name = "lyapunov-lstm"
  public static let title =
    "LSTMs that start chaotic do not learn; the joint Lyapunov exponent tells them apart"
  public static let reference = "arXiv:2006.14123"
  public static let needs = ["validation_loss", "max_lyapunov"]

  private static let bound = "model.initial.uniform"
  /// From this p on nets start chaotic.
  private static let firstChaotic = 1.5
  private static let largest = 3.0

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let groups = Group.all(of: table)
    let best = least(groups.map(\.loss))
    let chaotic = least(groups.filter { $0.bound >= firstChaotic }.map(\.loss))
    let exponent = groups.first { $0.bound == largest }?.exponent ?? .nan
    return [
      Statistic(
        "validation loss at p ≥ 1.5 above the best (nats)", chaotic - best, .atLeast(0.3),
        reported: "pilot 0.55: 2.04 at p = 1.5, best 1.49"),
      Statistic(
        "largest joint exponent at p = 3 after training (nats a step)", exponent, .above(0),
        reported: "pilot +0.33"),
    ]
  }

  /// The trials of one p: means over replicates. NaN where one of them did not end well.
  private struct Group {
    let bound: Double
    let loss: Double
    let start: Double
    let exponent: Double

    static func all(of table: FindingTable) -> [Group] {
      let trials = table.trials.filter { !$0.real(LyapunovGated.bound).isNaN }
      return Set(trials.map { $0.real(LyapunovGated.bound) }).sorted().map { bound in
        let own = trials.filter { $0.real(LyapunovGated.bound) == bound }
        func mean(_ value: (FindingTable.Trial) -> Double) -> Double {
          own.allSatisfy { $0.status == .complete }
            ? own.map(value).reduce(0, +) / Double(own.count) : .nan
        }
        return Group(
          bound: bound, loss: mean { $0.final("validation_loss") },
          start: mean { $0.initial("max_lyapunov") }, exponent: mean { $0.final("max_lyapunov") })
      }
    }
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let groups = Group.all(of: table)
    let p = FigureAxis("p, weights uniform on ±p", isLogarithmic: true)
    func series(_ name: String, _ hue: Int, _ y: (Group) -> Double) -> Series {
      Series(name, groups.map { .init($0.bound, y($0)) }, hue: .category(hue))
    }
    let ends = [groups.first?.bound ?? 0.1, groups.last?.bound ?? 3]
    let zero = Series(
      "edge of chaos", ends.map { .init($0, 0) }, style: .reference, hue: .neutral)
    return [
      Figure(
        "LSTMs that start chaotic do not learn",
        [
          Panel(
            "what is learnt", x: p, y: FigureAxis("validation loss (nats a symbol)"),
            .series([series("after training", 0, \.loss)])),
          Panel(
            "joint Lyapunov exponent", x: p, y: FigureAxis("largest exponent (nats a step)"),
            .series([series("before", 1, \.start), series("after", 0, \.exponent), zero])),
        ])
    ]
  }
}
