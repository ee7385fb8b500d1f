public import Figures
import Sweep

/// Over LSTMs that predict the characters of a text, the largest exponent goes with the validation loss, and does so
/// early in training (arXiv:2006.14123; the authors' grid has 110 nets).
public enum LyapunovCharacters: Finding {
  public static let name = "lyapunov-characters"
  public static let title =
    "the largest Lyapunov exponent goes with the loss, early in training too"
  public static let reference = "arXiv:2006.14123"
  public static let needs = ["validation_loss", "max_lyapunov"]

  /// Of training, after which the early exponent is taken: 4 of the authors' 15 epochs.
  private static let earlyShare = 4.0 / 15

  public static func statistics(of table: FindingTable) -> [Statistic] {
    let trials = table.trials.filter { $0.status == .complete }
    let losses = trials.map { $0.final("validation_loss") }
    return [
      Statistic(
        "rank correlation of the final exponent and the final loss",
        rankCorrelation(trials.map { $0.final("max_lyapunov") }, losses), .atMost(-0.4),
        reported: "authors' data −0.570"),
      Statistic(
        "rank correlation of the exponent at 4/15 of training and the final loss",
        rankCorrelation(trials.map(early), losses), .atMost(-0.3),
        reported: "authors' data −0.458"),
    ]
  }

  /// The exponent at the checkpoint nearest to the early moment.
  private static func early(_ trial: FindingTable.Trial) -> Double {
    let course = trial.course("max_lyapunov")
    let moment = earlyShare * Double(trial.steps.last ?? 0)
    let taken = zip(trial.steps, course).filter { !$0.1.isNaN && $0.0 > 0 }
    return taken.min { abs(Double($0.0) - moment) < abs(Double($1.0) - moment) }?.1 ?? .nan
  }

  /// Spearman's: of the ranks, equal ones shared. NaN for fewer than three, or where a number is NaN.
  static func rankCorrelation(_ x: [Double], _ y: [Double]) -> Double {
    guard x.count == y.count, x.count > 2, !(x + y).contains(where: \.isNaN) else { return .nan }
    let (a, b) = (ranks(x), ranks(y))
    let mean = Double(x.count + 1) / 2
    func covariance(_ u: [Double], _ v: [Double]) -> Double {
      zip(u, v).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - mean) }
    }
    return covariance(a, b) / (covariance(a, a) * covariance(b, b)).squareRoot()
  }

  private static func ranks(_ x: [Double]) -> [Double] {
    x.map { value in
      Double(x.count { $0 < value }) + Double(x.count { $0 == value } + 1) / 2
    }
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let trials = table.trials.filter { $0.status == .complete }
    func points(_ exponent: (FindingTable.Trial) -> Double) -> [Series.Point] {
      trials.map { .init(exponent($0), $0.final("validation_loss")) }
    }
    let panel = Panel(
      x: FigureAxis("largest exponent (nats a step)"),
      y: FigureAxis("final validation loss (nats a character)"),
      .series([
        Series(
          "exponent after training", points { $0.final("max_lyapunov") }, style: .points,
          hue: .category(0)),
        Series("exponent early", points(early), style: .points, hue: .category(1)),
      ]))
    return [Figure("Largest exponent and loss of character nets", [panel])]
  }
}
