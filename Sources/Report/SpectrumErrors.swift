import Figures
import Results
import Wording

/// The effect of rounding on a sweep's Lyapunov spectra: the bounds of their exponents, and the exponents that it
/// hides.
struct SpectrumErrors {
  /// The bounds recorded beside the exponents, [trial][exponent], in nats a step; empty where there is no spectrum.
  private let bounds: [[Double]]

  /// The bounds of the spectra in `array`; nil where that holds no Lyapunov exponents, or the file has no bounds.
  init?(of array: ReportTable.Array, in table: ReportTable) {
    guard array.information.name.hasPrefix("lyapunov_spectrum"),
      let errors = table.arrays.first(where: { $0.information.name == Self.name })
    else { return nil }
    bounds = errors.last
  }

  static let name = "lyapunov_error_estimate"

  /// How many exponents a trial has, including those that are NaN.
  func count(_ trial: Int) -> Int { SpectrumFigures.count(bounds[trial]) }

  /// A figure's caption: one line about the exponents of all trials, [trial][exponent].
  func caption(_ exponents: [[Double]]) -> String {
    var (all, vanished, hidden, largest) = (0, 0, 0, 0.0)
    for (trial, row) in exponents.enumerated() {
      for (exponent, bound) in zip(row, bounds[trial]).prefix(count(trial)) {
        all += 1
        if exponent == -.infinity {
          vanished += 1
        } else if exponent.isNaN {
          hidden += 1
        } else {
          largest = max(largest, bound)
        }
      }
    }
    let lost =
      vanished + hidden == 0
      ? ""
      : "; not drawn: \(vanished) of directions that vanished (−∞), \(hidden) that rounding hides (NaN)"
    return
      "\(all) exponents, moved by rounding by at most \(NumberFormat.figure(largest)) nats a step\(lost)."
  }
}
