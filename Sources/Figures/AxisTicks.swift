import Foundation
import Wording

/// The places of an axis's ticks and their labels.
struct AxisTicks {
  /// The ticks in gnuplot's language; nil where gnuplot's own are as good.
  let commands: String?

  /// - Parameter range: The part of the axis that is shown; nil where it is not known.
  init(_ axis: FigureAxis, over range: ClosedRange<Double>?) {
    if !axis.ticks.isEmpty {
      commands = axis.ticks.map { "\(quotedTick($0.label)) \(number($0.place))" }
        .joined(separator: ", ")
    } else if axis.isLogarithmic, let range, range.lowerBound > 0, range.upperBound < .infinity {
      let ticks = Self.logarithmic(range)
      // A range between two such places has gnuplot's own.
      commands = ticks.count > 1 ? ticks.joined(separator: ", ") : nil
    } else {
      commands = nil
    }
  }

  /// Labels at powers of ten, and between them where the range is narrow; small ticks at the rest.
  private static func logarithmic(_ range: ClosedRange<Double>) -> [String] {
    let first = Int(floor(log10(range.lowerBound) - 1e-9))
    let last = Int(ceil(log10(range.upperBound) + 1e-9))
    let decades = log10(range.upperBound) - log10(range.lowerBound)
    let labeled: [Int] = decades < 1.05 ? [1, 2, 3, 5, 7] : decades < 2.2 ? [1, 2, 5] : [1]
    let stride = max(1, Int((decades / 7).rounded(.up)))
    return (first...last).flatMap { exponent -> [String] in
      (1...9).compactMap { digit in
        let place = Double(digit) * pow(10, Double(exponent))
        guard place >= range.lowerBound * 0.999, place <= range.upperBound * 1.001 else {
          return nil
        }
        let isLabeled = labeled.contains(digit) && exponent % stride == 0
        if !isLabeled && (stride > 1 || decades > 5) { return nil }
        return isLabeled
          ? "\(quotedTick(label(digit, exponent))) \(number(place))" : "\"\" \(number(place)) 1"
      }
    }
  }

  /// The label of `digit`·10^`exponent`: `0.002`, `300`, `2·10⁻⁶`.
  static func label(_ digit: Int, _ exponent: Int) -> String {
    if (-3...4).contains(exponent) {
      let value = Double(digit) * pow(10, Double(exponent))
      return exponent >= 0 ? String(Int(value.rounded())) : String(format: "%.\(-exponent)f", value)
    }
    let power = "10" + NumberFormat.superscript(exponent)
    return digit == 1 ? power : "\(digit)·\(power)"
  }
}

/// `text` in gnuplot's single quotes, in which only the quote itself has a meaning. In double quotes gnuplot would run
/// text between back-quotes as a command. Characters that no drawing can show become spaces.
func quoted(_ text: String) -> String {
  "'" + drawable(text).replacing("'", with: "''") + "'"
}

/// `text` as the label of a tick, which gnuplot takes for a format of numbers.
func quotedTick(_ text: String) -> String { quoted(text.replacing("%", with: "%%")) }

/// `range` as gnuplot reads it, widened where its ends would be written alike: gnuplot draws nothing over an empty
/// range.
func interval(_ range: ClosedRange<Double>, isLogarithmic: Bool = false) -> String {
  let (low, high) = (range.lowerBound, range.upperBound)
  guard number(low) == number(high) else { return "[\(number(low)):\(number(high))]" }
  if isLogarithmic { return "[\(number(low / 1.001)):\(number(high * 1.001))]" }
  let margin = max(abs(low), abs(high)) * 0.001
  return margin > 0 ? "[\(number(low - margin)):\(number(high + margin))]" : "[-1:1]"
}

/// A number as gnuplot reads it; one that is not finite counts as missing.
func number(_ value: Double) -> String {
  value.isFinite ? String(format: "%.6g", value) : "NaN"
}
