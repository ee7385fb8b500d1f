import Expressions
import Schema

/// A condition of `exclude` or `only` that is an expression of axes, and of numbers that follow from the settings:
/// `width * layers <= 512`, `parameter_count < 1e5`.
struct ExpressionFilter {
  private enum Name {
    /// An axis, with the value at each of its positions.
    case axis(Int, [ExpressionValue])
    case derived(DerivedNumber)
  }

  private let condition: WrittenCondition
  private let location: Location
  /// What each name of the condition stands for.
  private let names: [Name]

  /// - Parameter derived: The numbers that it may name beside the axes; an axis of such a name hides one.
  /// - Throws: `Diagnostic` where the expression is none, or names nothing.
  init(
    _ text: String, at location: Location, axes: [Axis], derived: [DerivedNumber]
  ) throws(Diagnostic) {
    self.location = location
    let named = ExpressionFilter.names(of: axes)
    let numbers = Dictionary(derived.map { ($0.name, $0) }) { first, _ in first }
    do throws(ExpressionError) {
      let kinds = numbers.mapValues { _ in ExpressionKind.number }
      condition = try WrittenCondition(
        text, kinds: kinds.merging(named.mapValues { axes[$0].expressionKind }) { $1 })
    } catch {
      throw Diagnostic(
        at: location, error.place, expected: error.expected, suggestion: error.suggestion)
    }
    guard !condition.names.isEmpty else { throw .withoutAxes(text, location, axes) }
    names = condition.names.compactMap { name in
      named[name].map { .axis($0, axes[$0].expressionValues) } ?? numbers[name].map(Name.derived)
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

  /// Whether it holds for a combination of a lattice.
  ///
  /// - Throws: `Diagnostic` where a derived number that decides cannot be told.
  func holds(_ combination: Int, of points: LatticePoints) throws(Diagnostic) -> Bool {
    try condition.holds { (name) throws(Diagnostic) in
      switch names[name] {
      case .axis(let axis, let values):
        return values[points.lattice.position(axis, in: combination)]
      case .derived(let number):
        return .number(try points.value(of: number, at: combination, location: location))
      }
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
