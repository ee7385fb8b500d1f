import Expressions
import Results
import Schema

extension FileColumns {
  /// What each name of a column is in an expression.
  private var kinds: [String: ExpressionKind] {
    var kinds = Dictionary(sortable.map { ($0, ExpressionKind.number) }) { first, _ in first }
    kinds["status"] = .text
    for axis in axes {
      switch axis.values {
      case .text: kinds[axis.name] = .text
      case .boolean: kinds[axis.name] = .truth
      case .real, .integer: break
      }
    }
    return kinds
  }

  private func condition(
    _ text: String, path: String
  ) throws(InspectionError) -> WrittenCondition {
    do { return try WrittenCondition(text, kinds: kinds) } catch {
      throw .wrongCondition("\(error)", path: path)
    }
  }

  /// The columns that a condition names: `width > 64 and validation_loss < 0.1`.
  ///
  /// - Parameter path: The file's, for messages.
  /// - Throws: `InspectionError.wrongCondition`.
  func names(in text: String, path: String) throws(InspectionError) -> [String] {
    try condition(text, path: path).names
  }

  /// The trials of which a condition holds, in order.
  ///
  /// - Parameter cells: Those of each column that it names, one for each trial.
  /// - Throws: `InspectionError.wrongCondition`.
  func trials(
    where text: String, path: String, count: Int, _ cells: [String: [JSONValue]]
  ) throws(InspectionError) -> [Int] {
    let condition = try condition(text, path: path)
    let values = condition.names.map { (cells[$0] ?? []).map(\.expressionValue) }
    return (0..<count).filter { trial in condition.holds { values[$0][trial] } }
  }
}

extension JSONValue {
  /// The value in an expression; a missing one is a number that is missing.
  fileprivate var expressionValue: ExpressionValue {
    switch self {
    case .number(let value): .number(value)
    case .integer(let value): .number(Double(value))
    case .unsigned(let value): .number(Double(value))
    case .text(let text): .text(text)
    case .boolean(let truth): .truth(truth)
    case .null, .list, .object: .number(.nan)
    }
  }
}
