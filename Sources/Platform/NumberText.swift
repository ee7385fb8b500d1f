import Foundation

/// Numbers as tables show them.
package enum NumberText {
  /// Four significant digits, without trailing zeros: `0.8123`, `1.235e-05`, `12350`, `nan`.
  package static func short(_ number: Double) -> String {
    guard number.isFinite else { return number.isNaN ? "–" : number < 0 ? "-inf" : "inf" }
    if number == number.rounded(), abs(number) < 1e7 { return String(Int(number)) }
    let magnitude = abs(number)
    guard magnitude >= 9.9995e-4, magnitude < 999_950 else {
      return trimmed(String(format: "%.3e", number))
    }
    let decimals = max(0, 3 - Int(log10(magnitude).rounded(.down)))
    return trimmed(String(format: "%.\(decimals)f", number))
  }

  /// Without zeros at the end of the fraction.
  private static func trimmed(_ text: String) -> String {
    let parts = text.split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first, mantissa.contains(".") else { return text }
    var kept = mantissa
    while kept.utf8.last == UInt8(ascii: "0") { kept.removeLast() }
    if kept.utf8.last == UInt8(ascii: ".") { kept.removeLast() }
    return parts.count == 2 ? kept + "e" + parts[1] : String(kept)
  }
}
