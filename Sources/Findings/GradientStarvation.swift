public import Figures
import Sweep

/// A boundary that is needlessly straight bends once large outputs cost something (Pezeshki et al., arXiv:2011.09468).
public enum GradientStarvation: Finding {
  public static let name = "gradient-starvation"
  public static let title =
    "separable moons leave the boundary straight; spectral decoupling bends it"
  public static let reference = "arXiv:2011.09468"
  public static let needs = [
    "boundary_curvature", "decision_boundary", "starvation_ratio", "validation_accuracy",
  ]

  public static func statistics(of table: FindingTable) -> [Statistic] {
    func mean(_ variable: String, _ setting: Setting) -> Double {
      Regression.mean(setting.trials(table).map { $0.final(variable) })
    }
    let curvature = "boundary_curvature"
    let ratio = "starvation_ratio"
    let plain = mean(curvature, .apart)
    return [
      Statistic(
        "curvature, moons apart against interlocked", plain / mean(curvature, .interlocked),
        .atMost(0.5), reported: "0.19"),
      Statistic(
        "curvature, decoupled against plain, moons apart", mean(curvature, .decoupled) / plain,
        .atLeast(2.5), reported: "5.1"),
      Statistic(
        "starvation ratio, decoupled against plain",
        mean(ratio, .decoupled) / mean(ratio, .apart), .atLeast(3), reported: "6.9"),
      Statistic(
        "accuracy on interlocked moons, decoupled", mean("validation_accuracy", .decoupled),
        .atLeast(0.99), reported: "1.000"),
      Statistic(
        "the same, plain", mean("validation_accuracy", .apart), .below(0.99), reported: "0.975"),
    ]
  }

  public static func figures(of table: FindingTable) -> [Figure] {
    let settings: [Setting] = [.interlocked, .apart, .decayed, .decoupled]
    let shown = settings.filter { !$0.trials(table).isEmpty }
    guard !shown.isEmpty else { return [] }
    return [Figure(title, [boundaries(shown, table), responses(shown, table)])]
  }

  private static func boundaries(_ settings: [Setting], _ table: FindingTable) -> Panel {
    let curves = settings.map { setting in
      let lines = setting.trials(table).map { $0.last("decision_boundary") }
      let count = lines.map(\.count).min() ?? 0
      let points = (0..<count).map { line in
        let places = lines.map { $0[line] }.filter { !$0.isNaN }
        let height = 1.4 * (2 * Double(line) / Double(max(1, count - 1)) - 1)
        return Series.Point(Regression.mean(places), height)
      }
      return Series(
        setting.label, points.filter { !$0.x.isNaN }, style: .line, hue: setting.hue)
    }
    return Panel(
      "Mean decision boundary", x: FigureAxis("separating coordinate"),
      y: FigureAxis("other coordinate"), .series(curves))
  }

  private static func responses(_ settings: [Setting], _ table: FindingTable) -> Panel {
    let curves = settings.map { setting in
      let responses = setting.trials(table).map { $0.last("feature_response") }
      let count = responses.map(\.count).min() ?? 0
      let points = (0..<count).map { feature in
        Series.Point(Double(feature + 1), Regression.mean(responses.map { $0[feature] }))
      }
      return Series(setting.label, points, hue: setting.hue)
    }
    return Panel(
      "Responses to the initial kernel's features",
      x: FigureAxis("feature, strongest first"),
      y: FigureAxis("mean magnitude of the response", isLogarithmic: true), .series(curves))
  }

  /// A kind of trial that is compared with others.
  private enum Setting: Int {
    case interlocked, apart, decayed, decoupled

    var label: String {
      switch self {
      case .interlocked: "moons interlocked"
      case .apart: "moons apart"
      case .decayed: "apart, weight decay"
      case .decoupled: "apart, spectral decoupling"
      }
    }

    var hue: Series.Hue { .category(rawValue) }

    func trials(_ table: FindingTable) -> [FindingTable.Trial] {
      table.trials.filter { trial in
        guard trial.status == .complete else { return false }
        let isApart = trial.real("task.gap") > 0
        let decays = trial.real("training.weight_decay") > 0
        let decouples = trial.real("training.logit_penalty.weight") > 0
        return switch self {
        case .interlocked: !isApart && !decays && !decouples
        case .apart: isApart && !decays && !decouples
        case .decayed: isApart && decays && !decouples
        case .decoupled: isApart && !decays && decouples
        }
      }
    }
  }
}
