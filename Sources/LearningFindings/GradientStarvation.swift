import Figures
import Judging
import Summaries

/// A decision boundary that is too straight bends once large outputs are penalised (Pezeshki et al., arXiv:2011.09468).
enum GradientStarvation: Finding {
  static let name = "gradient-starvation"
  static let title =
    "separable moons leave the boundary straight; spectral decoupling bends it"
  static let reference = "arXiv:2011.09468"
  static let needs = [
    "boundary_curvature", "decision_boundary", "starvation_ratio", "validation_accuracy",
  ]

  static func statistics(of table: FindingTable) -> [Statistic] {
    let arms = Arms(table)
    func ratio(_ variable: String, _ one: Ensemble, _ other: Ensemble) -> Double {
      one.mean { $0.final(variable) } / other.mean { $0.final(variable) }
    }
    func accuracy(_ nets: Ensemble) -> Double { nets.mean { $0.final("validation_accuracy") } }
    return [
      Statistic(
        "curvature, moons apart against interlocked",
        ratio("boundary_curvature", arms.apart, arms.interlocked), .atMost(0.5),
        reported: "0.19", of: [arms.apart, arms.interlocked]),
      Statistic(
        "curvature, decoupled against plain, moons apart",
        ratio("boundary_curvature", arms.decoupled, arms.apart), .atLeast(2.5), reported: "5.1",
        of: [arms.decoupled, arms.apart]),
      Statistic(
        "starvation ratio, decoupled against plain",
        ratio("starvation_ratio", arms.decoupled, arms.apart), .atLeast(3), reported: "6.9",
        of: [arms.decoupled, arms.apart]),
      Statistic(
        "accuracy on interlocked moons, decoupled", accuracy(arms.decoupled), .atLeast(0.99),
        reported: "1.000", of: [arms.decoupled]),
      Statistic(
        "the same, plain", accuracy(arms.apart), .below(0.99), reported: "0.975",
        of: [arms.apart]),
    ]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let arms = Arms(table)
    let shown = [
      ("moons interlocked", arms.interlocked), ("moons apart", arms.apart),
      ("apart, weight decay", arms.decayed), ("apart, spectral decoupling", arms.decoupled),
    ].enumerated().filter { !$1.1.trials.isEmpty }
      .map { Shown(label: $1.0, trials: $1.1.trials, hue: .category($0)) }
    return shown.isEmpty ? [] : [Figure(title, [boundaries(shown), responses(shown)])]
  }

  /// A kind of trial in the figure.
  private struct Shown {
    let label: String
    let trials: [FindingTable.Trial]
    let hue: Series.Hue
  }

  private static func boundaries(_ settings: [Shown]) -> Panel {
    let curves = settings.map { setting in
      let lines = setting.trials.map { $0.last("decision_boundary") }
      let count = lines.map(\.count).min() ?? 0
      let points = (0..<count).map { line in
        let places = lines.map { $0[line] }.filter { !$0.isNaN }
        let height = 1.4 * (2 * Double(line) / Double(max(1, count - 1)) - 1)
        return Series.Point(Statistics.mean(places), height)
      }
      return Series(
        setting.label, points.filter { !$0.x.isNaN }, style: .line, hue: setting.hue)
    }
    return Panel(
      "Mean decision boundary", x: FigureAxis("separating coordinate"),
      y: FigureAxis("other coordinate"), .series(curves))
  }

  private static func responses(_ settings: [Shown]) -> Panel {
    let curves = settings.map { setting in
      let responses = setting.trials.map { $0.last("feature_response") }
      let count = responses.map(\.count).min() ?? 0
      let points = (0..<count).map { feature in
        Series.Point(Double(feature + 1), Statistics.mean(responses.map { $0[feature] }))
      }
      return Series(setting.label, points, hue: setting.hue)
    }
    return Panel(
      "Responses to the initial kernel's features",
      x: FigureAxis("feature, strongest first"),
      y: FigureAxis("mean magnitude of the response", isLogarithmic: true), .series(curves))
  }

  /// The kinds of trials that are compared.
  private struct Arms {
    let interlocked: Ensemble
    let apart: Ensemble
    let decayed: Ensemble
    let decoupled: Ensemble

    init(_ table: FindingTable) {
      func arm(_ name: String, apart: Bool, decays: Bool, decouples: Bool) -> Ensemble {
        Ensemble(table).with(name) {
          ($0.real("task.gap") > 0) == apart && ($0.real("training.weight_decay") > 0) == decays
            && ($0.real("training.logit_penalty.weight") > 0) == decouples
        }
      }
      interlocked = arm("moons interlocked", apart: false, decays: false, decouples: false)
      apart = arm("moons apart", apart: true, decays: false, decouples: false)
      decayed = arm("weight decay", apart: true, decays: true, decouples: false)
      decoupled = arm("spectral decoupling", apart: true, decays: false, decouples: true)
    }
  }
}
