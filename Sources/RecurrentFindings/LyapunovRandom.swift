import Figures
import Foundation
import Judging
import Wording

/// The Lyapunov spectrum of random networks: the leading and mean exponents follow theory, the dimension rises and
/// falls with the gain, and chaos is extensive (arXiv:2006.02427).
enum LyapunovRandom: Finding {
  static let name = "lyapunov-random"
  static let title = "Chaos in random networks is extensive; its dimension peaks near g = 3"
  static let reference = "arXiv:2006.02427"
  static let needs = [
    "max_lyapunov", "mean_lyapunov", "kaplan_yorke_dimension", "entropy_rate", "lyapunov_spectrum",
    "mean_log_determinant", "spectral_radius",
  ]

  static let gain = "model.initial.recurrent.gain"
  static let width = "model.width"
  /// The number of units of the nets that are compared with theory, and that of the smaller nets beside them.
  static let units = 200.0
  static let fewerUnits = 100.0

  /// The gains g with D/N of an independent simulation at N = 200.
  private static let dimensions = [(2.0, 0.236), (3, 0.277), (5, 0.239)]

  /// The numbers are means over networks. Near the onset, g ≤ 1.5, finite-size effects are so large that there are no
  /// criteria.
  static func statistics(of table: FindingTable) -> [Statistic] {
    func nets(_ g: Double, _ units: Double = units) -> Ensemble {
      Ensemble(table).with(gain, g).with(width, units)
    }
    return dimensions.map { largest($0.0, nets($0.0)) } + dimensions.map { mean($0.0, nets($0.0)) }
      + dimensions.map { dimension($0.0, nets($0.0), expected: $0.1) }
      + [peak(nets(3), 2, nets(2)), peak(nets(3), 5, nets(5)), subcritical(nets(0.8))]
      + extensivity(nets(3), nets(3, fewerUnits)) + [identity(Ensemble(table))]
  }

  private static func largest(_ g: Double, _ nets: Ensemble) -> Statistic {
    let theory = MeanField(gain: g).maximum
    let found = nets.mean { $0.final("max_lyapunov") }
    return Statistic(
      "largest exponent at g = \(text(g)): distance from theory", abs(found - theory),
      .atMost(0.04), reported: "theory \(digits(theory)), found \(digits(found)) nat a step",
      of: [nets])
  }

  private static func mean(_ g: Double, _ nets: Ensemble) -> Statistic {
    let theory = MeanField(gain: g).mean
    let found = nets.mean { $0.final("mean_lyapunov") }
    return Statistic(
      "mean exponent at g = \(text(g)): distance from theory", abs(found - theory),
      .atMost(0.06), reported: "theory \(digits(theory)), found \(digits(found)) nat a step",
      of: [nets])
  }

  static func relativeDimension(_ trial: FindingTable.Trial) -> Double {
    trial.final("kaplan_yorke_dimension") / trial.real(width)
  }

  private static func relativeEntropy(_ trial: FindingTable.Trial) -> Double {
    trial.final("entropy_rate") / trial.real(width)
  }

  private static func dimension(_ g: Double, _ nets: Ensemble, expected: Double) -> Statistic {
    Statistic(
      "dimension per unit at g = \(text(g))", nets.mean(relativeDimension),
      .within(expected - 0.03...expected + 0.03), reported: "pilot \(expected)", of: [nets])
  }

  private static func peak(_ top: Ensemble, _ g: Double, _ nets: Ensemble) -> Statistic {
    Statistic(
      "dimension per unit at g = 3 less that at g = \(text(g))",
      top.mean(relativeDimension) - nets.mean(relativeDimension), .above(0),
      reported: g == 2 ? "N = 4096: 0.031" : "N = 4096: 0.041", of: [top, nets])
  }

  private static func subcritical(_ nets: Ensemble) -> Statistic {
    Statistic(
      "largest exponent at g = 0.8: distance from ln ρ(J), at most",
      nets.largest { trial in
        abs(trial.final("max_lyapunov") - log(trial.final("spectral_radius")))
      }, .below(0.01), of: [nets])
  }

  /// The extensivity of the median network. A few networks of 100 units end near a cycle with half the entropy, and
  /// their number would determine the mean.
  private static func extensivity(_ large: Ensemble, _ small: Ensemble) -> [Statistic] {
    [("dimension", relativeDimension), ("entropy rate", relativeEntropy)].map { what in
      let (few, many) = (Sample(small.trials.map(what.1)), Sample(large.trials.map(what.1)))
      let ratio = few.median / many.median
      let error = ratio * hypot(few.error / few.median, many.error / many.median)
      return Statistic(
        "\(what.0) per unit at g = 3: N = 100 against N = 200, medians", abs(ratio - 1),
        .atMost(0.1),
        reported: (what.0 == "dimension" ? "pilot 0.03; " : "")
          + "standard error here \(digits(error))",
        of: [small, large])
    }
  }

  private static func identity(_ nets: Ensemble) -> Statistic {
    Statistic(
      "sum of exponents against mean ln |det J|, relative, at most",
      nets.largest { trial in
        let spectrum = trial.last("lyapunov_spectrum").prefix(Int(exactly: trial.real(width)) ?? 0)
        // The difference is relative, as rounding is: one net of 320, with a direction that shrinks by e⁻²⁴ in a step,
        // was off by 2e-8 of 490.
        let expected = trial.final("mean_log_determinant")
        return abs(spectrum.reduce(0, +) - expected) / max(1, abs(expected))
      }, .atMost(1e-8), of: [nets])
  }

  static func text(_ gain: Double) -> String { NumberFormat.exact(gain) }
  private static func digits(_ number: Double) -> String { NumberFormat.table(number) }
}

extension LyapunovRandom {
  static func figures(of table: FindingTable) -> [Figure] {
    let nets = Ensemble(table)
    return [
      Figure("Lyapunov spectra of random networks", [spectraPanel(nets), dimensionPanel(nets)])
    ]
  }

  private static func spectraPanel(_ nets: Ensemble) -> Panel {
    let large = nets.with(width, nets.values(of: width).last ?? .nan)
    let gains = large.values(of: gain)
    let curves = gains.enumerated().map { index, g in
      let spectrum = large.with(gain, g).means { $0.last("lyapunov_spectrum") }
        .filter { !$0.isNaN }
      let points = spectrum.enumerated().map { i, exponent in
        Series.Point((Double(i) + 0.5) / Double(spectrum.count), exponent)
      }
      return Series(
        "g = \(text(g))", points, style: .line,
        hue: .along(Double(index) / Double(max(gains.count - 1, 1))))
    }
    let zero = Series(
      "", [Series.Point(0, 0), Series.Point(1, 0)], style: .reference, hue: .neutral)
    return Panel(
      "Spectra", x: FigureAxis("exponent's number / N"),
      y: FigureAxis("Lyapunov exponent (nat a step)", range: -3...0.7), .series(curves + [zero]))
  }

  private static func dimensionPanel(_ nets: Ensemble) -> Panel {
    let curves = nets.values(of: width).enumerated().map { index, units in
      let own = nets.with(width, units)
      return Series(
        "N = \(text(units))",
        own.values(of: gain).map { own.with(gain, $0).point($0, relativeDimension) },
        hue: .category(index))
    }
    return Panel(
      "Attractor dimension", x: FigureAxis("gain g"), y: FigureAxis("dimension / N"),
      .series(curves))
  }
}
