extension Domain {
  /// The value that `tree` writes.
  ///
  /// Words win over numbers and numbers over text, so that `1e-3` is a number wherever a number may
  /// stand and `no` is a word or a text. A whole-number setting takes `64.0` and `1e3`, a real
  /// setting takes `5`. Only `true` and `false` are booleans.
  ///
  /// - Parameter path: The path of the setting, for the message.
  /// - Throws: The mistake where `tree` writes no value of this domain.
  package func value(of tree: Tree, path: String) throws(Diagnostic) -> SettingValue {
    switch tree.content {
    case .scalar(let text, let isQuoted):
      if words.contains(text) { return .text(text) }
      if !isQuoted {
        if acceptsBoolean, let truth = ["true": true, "false": false][text.lowercased()] {
          return .boolean(truth)
        }
        if let value = try number(text, tree, path) { return value }
      }
      if acceptsText { return .text(text) }
      throw .wrongValue(
        path, tree, expected: expectation + unquoted(text, isQuoted),
        suggestion: acceptsBoolean ? text.asTruth : nearestName(to: text, among: words))
    case .point(let number, let whole): return try computed(number, whole, tree, path)
    default: throw .wrongValue(path, tree, expected: expectation)
    }
  }

  /// Advice where a text in quotation marks would be a value without them; nothing otherwise.
  private func unquoted(_ text: String, _ isQuoted: Bool) -> String {
    let plain = Tree(.scalar(text, isQuoted: false), at: .start)
    guard isQuoted, (try? value(of: plain, path: "")) != nil else { return "" }
    return ": \(text) without the quotation marks"
  }

  /// The list of values of this domain that `tree` writes.
  func list(of tree: Tree, path: String, expected: String) throws(Diagnostic) -> SettingValue {
    guard let elements = tree.elements else { throw .wrongValue(path, tree, expected: expected) }
    var values: [SettingValue] = []
    for element in elements { values.append(try value(of: element, path: path)) }
    return .list(values)
  }

  /// The number that `text` writes, within bounds; nil where no number is meant or asked for.
  private func number(_ text: String, _ tree: Tree, _ path: String) throws(Diagnostic)
    -> SettingValue?
  {
    guard integers != nil || reals != nil else { return nil }
    switch Literal(text) {
    case .whole(let whole) where integers != nil:
      if let integers, integers.contains(whole) { return .integer(whole) }
      throw .wrongValue(path, tree, expected: expectation)
    case .whole(let whole): return try real(Double(whole), tree, path)
    case .real(let number):
      if let integers, let whole = Int(exactly: number), integers.contains(whole) {
        return .integer(whole)
      }
      return try real(number, tree, path)
    case .faulty(let why):
      throw .wrongNumber(path, tree, why, expected: expectation)
    case .none: return nil
    }
  }

  private func real(_ number: Double, _ tree: Tree, _ path: String) throws(Diagnostic)
    -> SettingValue
  {
    guard let reals, reals.contains(number) else {
      throw .wrongValue(path, tree, expected: expectation)
    }
    return .real(number)
  }

  /// A point of a linear, logarithmic or random axis.
  private func computed(
    _ number: Double, _ whole: Double, _ tree: Tree, _ path: String
  ) throws(Diagnostic) -> SettingValue {
    if reals != nil { return try real(number, tree, path) }
    guard let integers, let whole = Int(exactly: whole), integers.contains(whole) else {
      throw .wrongValue(path, tree, expected: expectation)
    }
    return .integer(whole)
  }
}

/// A plain scalar read as a number.
///
/// Numbers are decimal; forms on which YAML 1.1 and 1.2 disagree (`010`, `0x10`, `1_000`) are refused with the reason.
package enum Literal: Hashable, Sendable {
  case whole(Int)
  case real(Double)
  /// A scalar that is meant as a number but cannot be taken as one, with a clause that says why.
  case faulty(String)

  /// Reads `text`; nil where it is not meant as a number.
  package init?(_ text: String) {
    var digits = Substring(text)
    if let sign = digits.first, sign == "-" || sign == "+" { digits.removeFirst() }
    if [".inf", "inf", "infinity", ".nan", "nan"].contains(digits.lowercased()) {
      self = .faulty("which is not finite")
      return
    }
    guard let first = digits.utf8.first, first.isDigit || first == UInt8(ascii: ".") else {
      return nil
    }
    if let fault = Literal.fault(in: digits) {
      self = .faulty(fault)
    } else if digits.utf8.allSatisfy(\.isDigit), let whole = Int(text) {
      self = .whole(whole)
    } else if digits.isDecimal, let number = Double(text) {
      self =
        !number.isFinite
        ? .faulty("which is too large for a number")
        : number == 0 && digits.hasNonzeroMantissa
          ? .faulty("which is too small for a number") : .real(number)
    } else {
      return nil
    }
  }

  private static func fault(in digits: Substring) -> String? {
    let bytes = Array(digits.utf8)
    if bytes.count > 1, bytes[0] == UInt8(ascii: "0"), bytes.allSatisfy(\.isDigit) {
      return "which some read as octal (leave out the leading zero)"
    }
    if bytes.contains(UInt8(ascii: "_")),
      bytes.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") })
    {
      return "which some read as text (leave out the underscores)"
    }
    let radix = ["0x", "0o", "0b"].contains(digits.prefix(2).lowercased())
    return radix ? "which is not written in decimal" : nil
  }
}

extension Substring {
  /// Whether a digit other than 0 stands before the exponent.
  fileprivate var hasNonzeroMantissa: Bool {
    prefix { !"eE".contains($0) }.contains { ("1"..."9").contains($0) }
  }

  /// Digits with at most one point among them, and perhaps an exponent.
  fileprivate var isDecimal: Bool {
    let parts = split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
    let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard mantissa.count <= 2, mantissa.contains(where: { !$0.isEmpty }),
      mantissa.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) })
    else { return false }
    guard parts.count == 2 else { return true }
    let exponent = parts[1].drop { "+-".contains($0) }
    return parts[1].count - exponent.count <= 1 && !exponent.isEmpty
      && exponent.utf8.allSatisfy(\.isDigit)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension String {
  /// The boolean as which YAML 1.1 would have read this word.
  fileprivate var asTruth: String? {
    ["yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"][
      lowercased()]
  }
}
