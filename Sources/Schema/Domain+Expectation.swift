import Wording

extension Domain {
  /// The domain in words, for messages that say what was expected: `all or a whole number of at least 1`.
  package var expectation: String {
    var parts = words
    if acceptsBoolean { parts += ["true", "false"] }
    if let integers { parts.append(integers.expectation) }
    if let reals { parts.append(reals.expectation) }
    if acceptsText { parts.append("text") }
    return oneOf(parts)
  }
}

extension ClosedRange<Int> {
  fileprivate var expectation: String {
    switch (lowerBound == Int.min, upperBound == Int.max) {
    case (true, true): "a whole number"
    case (false, true): "a whole number of at least \(lowerBound)"
    case (true, false): "a whole number of at most \(upperBound)"
    case (false, false): "a whole number from \(lowerBound) to \(upperBound)"
    }
  }
}

extension Interval {
  var expectation: String {
    let low =
      includesLower
      ? "of at least \(NumberFormat.exact(lower))" : "above \(NumberFormat.exact(lower))"
    let high =
      includesUpper ? "at most \(NumberFormat.exact(upper))" : "below \(NumberFormat.exact(upper))"
    switch (lower.isFinite, upper.isFinite) {
    case (false, false): return "a number"
    case (true, false): return "a number \(low)"
    case (false, true): return "a number \(includesUpper ? "of " : "")\(high)"
    case (true, true):
      guard includesLower && includesUpper else { return "a number \(low) and \(high)" }
      return "a number from \(NumberFormat.exact(lower)) to \(NumberFormat.exact(upper))"
    }
  }
}
