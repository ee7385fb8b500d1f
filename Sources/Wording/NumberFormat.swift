import Foundation

/// All the ways in which numbers are written for people, in messages, tables and figures.
package enum NumberFormat {
  /// A setting as a person would have typed it: the fewest digits that read back as the same number, and whole numbers
  /// without a point.
  package static func exact(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15
      ? String(Int(number)) : number.description
  }

  /// A number for tables and lines of a terminal: four significant digits without trailing zeros (`0.8123`,
  /// `1.235e-05`), and all digits before the point (`12350`); `–` for NaN.
  package static func table(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "–" : number < 0 ? "-inf" : "inf" }
    if number == number.rounded(), abs(number) < 1e7 { return String(Int(number)) }
    let magnitude = abs(number)
    guard magnitude >= 9.9995e-4, magnitude < 999_950 else {
      return trimmed(String(format: "%.3e", number))
    }
    let decimals = max(0, 3 - Int(log10(magnitude).rounded(.down)))
    return trimmed(String(format: "%.\(decimals)f", number))
  }

  /// A number for figures and pages: at most three significant digits, powers of ten as they are set in print (`0.123`,
  /// `1.2·10⁵`), whole numbers below 100 000 in full; `–` for NaN.
  package static func figure(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "–" : number < 0 ? "−∞" : "∞" }
    let size = abs(number)
    if number == number.rounded(), size < 1e5 { return String(Int(number)) }
    if size >= 999.5, size < 99_950 {
      let unit = size < 9_995 ? 10.0 : 100
      return String(Int((number / unit).rounded() * unit))
    }
    if size >= 9.995e-4, size < 999.5 { return String(format: "%.3g", number) }
    let parts = String(format: "%.1e", number).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(number)" }
    let mantissa = trimmed(String(parts[0]))
    let power = "10" + superscript(exponent)
    return mantissa == "1" ? power : mantissa + "·" + power
  }

  /// A share as a percentage without decimals: `37 %`.
  package static func percent(
    _ share: Double, rounded rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero
  ) -> String {
    let rounded = (100 * share).rounded(rule)
    return figure(rounded) + " %"
  }

  /// A whole number in raised digits: `⁻⁵`.
  package static func superscript(_ number: Int) -> String {
    let digits: [Character: Character] = [
      "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷",
      "8": "⁸", "9": "⁹",
    ]
    return String(String(number).map { digits[$0] ?? $0 })
  }

  /// `text`, a number, without zeros at the end of its fraction.
  static func trimmed(_ text: String) -> String {
    let parts = text.split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first, mantissa.contains(".") else { return text }
    var kept = mantissa
    while kept.utf8.last == UInt8(ascii: "0") { kept.removeLast() }
    if kept.utf8.last == UInt8(ascii: ".") { kept.removeLast() }
    return parts.count == 2 ? kept + "e" + parts[1] : String(kept)
  }
}
