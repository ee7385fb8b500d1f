import Foundation

/// Amounts are written as three digits, a prefix and a unit.
extension NumberFormat {
  /// A number of floating-point operations: `850 FLOP`, `1.2 GFLOP`.
  package static func operations(_ count: Double) -> String { scaled(count, "FLOP") }

  /// A rate of floating-point operations: `215 GFLOP/s`.
  package static func rate(_ operationsPerSecond: Double) -> String {
    scaled(operationsPerSecond, "FLOP/s")
  }

  /// A number of bytes, in powers of a thousand: `14 MB`.
  package static func bytes(_ count: Double) -> String { scaled(count, "B") }

  /// A duration given in seconds: `35 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e15 else { return "for ever" }
    if seconds < 0.9995 { return "\(threeDigits(max(0, seconds) * 1000)) ms" }
    if seconds < 59.95 { return "\(threeDigits(seconds)) s" }
    let whole = Int(seconds.rounded())
    for (size, unit, part, smaller) in [(86400, "d", 3600, "h"), (3600, "h", 60, "min")]
    where whole >= size {
      let parts = Int((Double(whole) / Double(part)).rounded())
      return joined(parts / (size / part), unit, parts % (size / part), smaller)
    }
    return joined(whole / 60, "min", whole % 60, "s")
  }

  private static func joined(_ count: Int, _ unit: String, _ rest: Int, _ smaller: String) -> String
  {
    rest == 0 ? "\(count) \(unit)" : "\(count) \(unit) \(rest) \(smaller)"
  }

  /// `number`, scaled to less than 1000, with the prefix of the unit that fits.
  private static func scaled(_ number: Double, _ unit: String) -> String {
    let prefixes = ["", "k", "M", "G", "T", "P", "E", "Z", "Y"]
    var (number, index) = (number, 0)
    while abs(number) >= 999.5, index < prefixes.count - 1 {
      number /= 1000
      index += 1
    }
    return "\(threeDigits(number)) \(prefixes[index])\(unit)"
  }

  /// A number below 1000 with at most three significant digits and without trailing zeros.
  private static func threeDigits(_ number: Double) -> String {
    let decimals = abs(number) < 9.995 ? 2 : abs(number) < 99.95 ? 1 : 0
    return trimmed(String(format: "%.\(decimals)f", number))
  }
}
