import Figures
import Judging
import Summaries

/// Pushing the first exponents to zero before training lets nets bridge delays that are otherwise out of reach.
enum LyapunovFlossing: Finding {
  static let name = "lyapunov-flossing"
  static let title = "Gradient flossing rescues tasks with long delays"
  static let reference = "arXiv:2312.17306"
  static let needs = ["lyapunov_spectrum", "validation_accuracy"]

  private static let exponents = "training.flossing.exponents"
  private static let updates = "training.flossing.updates"
  private static let tasks = [
    ("delayed-copy", "pilot 0.18 at d = 30"), ("delayed-xor", "pilot 0.24 at d = 8"),
  ]

  /// The number of flossed exponents in the nets that are compared with nets without flossing.
  private static let flossedExponents = 8

  static func statistics(of table: FindingTable) -> [Statistic] {
    let nets = Ensemble(table)
    func arm(_ task: String, flossed: Bool) -> Ensemble {
      nets.with("task.name", task).with(exponents, flossed ? Double(flossedExponents) : 0)
    }
    let flossed = tasks.map { arm($0.0, flossed: true) }
    let farthest = flossed.map { $0.largest { Statistics.largest(firstExponents($0).map(abs)) } }
    return [
      Statistic(
        "largest |exponent| of the first k after flossing", Statistics.largest(farthest),
        .atMost(0.12),
        reported: "pilot 0.07 nat a step", of: flossed)
    ]
      + zip(tasks, flossed).map { task, flossed in
        let plain = arm(task.0, flossed: false)
        return Statistic(
          "accuracy gained by flossing, \(task.0)", flossed.mean(accuracy) - plain.mean(accuracy),
          .atLeast(0.08), reported: task.1, of: [flossed, plain])
      }
  }

  private static func firstExponents(_ trial: FindingTable.Trial) -> [Double] {
    Array(spectrumAfterFlossing(trial).prefix(flossedExponents))
  }

  private static func accuracy(_ trial: FindingTable.Trial) -> Double {
    trial.final("validation_accuracy")
  }

  /// The spectrum at the checkpoint after the first phase of flossing, which comes before training.
  private static func spectrumAfterFlossing(_ trial: FindingTable.Trial) -> [Double] {
    let end = trial.real(updates)
    guard let checkpoint = trial.steps.firstIndex(where: { Double($0) >= end }),
      let spectra = trial.values["lyapunov_spectrum"], spectra.indices.contains(checkpoint)
    else { return [] }
    return spectra[checkpoint]
  }

  static func figures(of table: FindingTable) -> [Figure] {
    let nets = Ensemble(table)
    return [Figure("Gradient flossing", [spectraPanel(nets), accuracyPanel(nets)])]
  }

  private static func spectraPanel(_ nets: Ensemble) -> Panel {
    let flossed = nets.with("flossing") { $0.real(exponents) > 0 }
    let moments: [(String, (FindingTable.Trial) -> [Double])] = [
      ("before flossing", { $0.first("lyapunov_spectrum") }),
      ("after flossing", spectrumAfterFlossing),
      ("after training", { $0.last("lyapunov_spectrum") }),
    ]
    let curves = moments.enumerated().map { index, moment in
      let points = flossed.means(moment.1).enumerated().map { i, exponent in
        Series.Point(Double(i + 1), exponent)
      }
      return Series(moment.0, points, style: .line, hue: .category(index))
    }
    return Panel(
      "Spectra of flossed nets", x: FigureAxis("exponent's number"),
      y: FigureAxis("Lyapunov exponent (nat a step)"), .series(curves))
  }

  private static func accuracyPanel(_ nets: Ensemble) -> Panel {
    let counts = nets.values(of: exponents)
    let series = counts.enumerated().map { index, count in
      let own = nets.with(exponents, count)
      let points = tasks.enumerated().flatMap { place, task in
        own.with("task.name", task.0).trials.enumerated().map { replicate, trial in
          // Points stand side by side, so that equal ones can be distinguished.
          Series.Point(
            Double(place) + 0.2 * Double(index) + 0.03 * Double(replicate) - 0.15,
            accuracy(trial))
        }
      }
      let name = count == 0 ? "not flossed" : "flossed, k = \(Int(count))"
      return Series(name, points, style: .points, hue: .category(index))
    }
    let ticks = tasks.enumerated().map { FigureAxis.Tick(Double($0), $1.0) }
    return Panel(
      "Accuracy after training", x: FigureAxis("task", range: -0.5...1.5, ticks: ticks),
      y: FigureAxis("share of right answers", range: 0.4...1.05), .series(series))
  }
}
