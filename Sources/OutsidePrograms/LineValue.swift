import Schema

/// What a line of an outside program holds: JSON, and the three words that Python's and other writers of JSON have for
/// numbers that are not finite.
enum LineValue: Equatable {
  /// A number; `null` and `NaN` are NaN.
  case number(Double)
  case boolean(Bool)
  case text(String)
  case list([LineValue])
  case object([Member])

  /// A key of an object, with its value.
  struct Member: Equatable {
    let key: String
    let value: LineValue
  }

  /// What it is, in words for a message: `a list of 3 values`.
  var summary: String {
    switch self {
    case .number(let number):
      number.isNaN ? "null" : Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .boolean(let truth): "\(truth)"
    case .text(let text): "the text \"\(text.clipped)\""
    case .list(let values): "a list of \(values.count) value\(values.count == 1 ? "" : "s")"
    case .object: "an object"
    }
  }
}
