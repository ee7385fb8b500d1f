import Layers
import Programs
import Schema

/// Parts of trained parameters that stay as they start: `weight_hh_l0`, or rows and columns of it,
/// `weight_hh_l0[0:16, 4]`, where either may be all, `:`. Ends do not count, as in Python.
package struct FixedParts: Hashable, Sendable {
  private let texts: [String]

  /// None.
  static let none = FixedParts(texts: [])

  static let entry = Entry(
    "fixed", .list(.text, default: []),
    "parts of parameters that stay as they start: names, or rows and columns, weight_hh_l0[0:16, :]"
  )

  private init(texts: [String]) { self.texts = texts }

  /// - Parameter settings: Decoded by a section with `entry`.
  init(_ settings: Settings) {
    self.init(
      texts: settings.list("fixed").compactMap { value in
        if case .text(let text) = value { text } else { nil }
      })
  }

  /// The places of the parts in a net's vector.
  func places(in layout: ParameterLayout) -> [Range<Int>] {
    texts.flatMap { Self.places(of: $0, in: layout) ?? [] }
  }

  /// The first part that the net does not have; nil where it has all.
  func unknownPart(in layout: ParameterLayout) -> String? {
    texts.first { Self.places(of: $0, in: layout) == nil }
  }

  private static func places(of text: String, in layout: ParameterLayout) -> [Range<Int>]? {
    let parts = text.split(separator: "[", omittingEmptySubsequences: false)
    guard let placed = layout[String(parts[0])], placed.parameter.isTrained else { return nil }
    guard parts.count > 1 else { return [placed.range] }
    guard parts.count == 2, parts[1].last == "]" else { return nil }
    let sides = parts[1].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    let (rows, columns) = (placed.shape.rows, placed.shape.columns)
    // A bias is one row, of which only the columns are named.
    let named: Range<Int>? =
      sides.count == 1 && rows == 1 ? 0..<1 : sides.first.flatMap { range($0, of: rows) }
    guard sides.count == 2 || sides.count == 1 && rows == 1,
      let rowNumbers = named, let last = sides.last, let column = range(last, of: columns)
    else { return nil }
    return rowNumbers.map { number in
      let first = placed.offset + number * columns
      return first + column.lowerBound..<first + column.upperBound
    }
  }

  /// `3`, `:`, `2:`, `:5` or `2:5` of so many; nil where it is none of these, empty or too long.
  private static func range(_ text: Substring, of count: Int) -> Range<Int>? {
    let words = text.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
    func number(_ word: Substring, _ standard: Int) -> Int? {
      word.isEmpty ? standard : Int(word)
    }
    let bounds: (Int?, Int?)
    switch words.count {
    case 1: bounds = (Int(words[0]), Int(words[0]).map { $0 < count ? $0 + 1 : count + 1 })
    case 2: bounds = (number(words[0], 0), number(words[1], count))
    default: return nil
    }
    guard let first = bounds.0, let end = bounds.1, first >= 0, first < end, end <= count else {
      return nil
    }
    return first..<end
  }
}
