import Expressions
import Schema

/// A condition of `exclude` or `only` that is an expression of axes: `width * layers <= 512`.
struct ExpressionFilter {
  private let condition: WrittenCondition
  /// For each name of the condition, its axis, and the value at each of the axis's positions.
  private let names: [(axis: Int, values: [ExpressionValue])]

  /// - Throws: `Diagnostic` where the expression is none, or names no axis.
  init(_ text: String, at location: Location, axes: [Axis]) throws(Diagnostic) {
    let named = ExpressionFilter.names(of: axes)
    do throws(ExpressionError) {
      condition = try WrittenCondition(text, kinds: named.mapValues { axes[$0].expressionKind })
    } catch {
      throw Diagnostic(
        at: location, error.place, expected: error.expected, suggestion: error.suggestion)
    }
    guard !condition.names.isEmpty else { throw .withoutAxes(text, location, axes) }
    names = condition.names.compactMap { name in
      named[name].map { (axis: $0, values: axes[$0].expressionValues) }
    }
  }

  /// Every name by which an expression can mean an axis: its path, and the ends of its path that no other axis has.
  private static func names(of axes: [Axis]) -> [String: Int] {
    var owners: [String: Set<Int>] = [:]
    for (number, axis) in axes.enumerated() {
      let parts = axis.path.split(separator: ".")
      for first in parts.indices.dropFirst() {
        owners[parts[first...].joined(separator: "."), default: []].insert(number)
      }
    }
    var names = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
    for (number, axis) in axes.enumerated() { names[axis.path] = number }
    return names
  }

  /// Whether it holds for a combination of the lattice.
  func holds(_ combination: Int, of lattice: Lattice) -> Bool {
    condition.holds { name in
      let (axis, values) = names[name]
      return values[lattice.position(axis, in: combination)]
    }
  }
}

extension Axis {
  /// What the axis is in an expression, as in the results file: values of several kinds are texts.
  fileprivate var expressionKind: ExpressionKind {
    if values.allSatisfy({ $0.number != nil }) { return .number }
    let areBooleans = values.allSatisfy { if case .boolean = $0 { true } else { false } }
    return areBooleans ? .truth : .text
  }

  fileprivate var expressionValues: [ExpressionValue] {
    let kind = expressionKind
    return values.map { value in
      switch (kind, value) {
      case (.number, _): .number(value.number ?? .nan)
      case (.truth, .boolean(let truth)): .truth(truth)
      case (_, .text(let text)): .text(text)
      default: .text("\(value)")
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func withoutAxes(
    _ text: String, _ location: Location, _ axes: [Axis]
  ) -> Diagnostic {
    Diagnostic(
      at: location, "\"\(text.clipped)\" names no axis",
      expected: axes.isEmpty
        ? "axes, of which there are none" : "a condition on \(oneOf(axes.map(\.path)))")
  }
}
