/// A differentiable program under construction: a list of operations, each after its operands.
///
/// Equal operations on equal operands are one node, so that what a model and its derivatives share is computed once.
/// A program inside a `scan` has the one around it as its parent and captures values from there as it uses them.
package final class Program {
  package struct Node: Hashable {
    package let operation: Operation
    package let operands: [Int]
    package let shape: Shape
  }

  let parent: Program?
  let depth: Int
  package private(set) var nodes: [Node] = []
  /// The nodes that values from outside enter by, in the order of their numbers.
  package private(set) var inputs: [Int] = []
  /// Values of the parent in use here, and the inputs that they enter by.
  package private(set) var captures: [(outer: Value, input: Int)] = []
  private var known: [Node: Int] = [:]

  package convenience init() { self.init(inside: nil) }

  package init(inside parent: Program?) {
    self.parent = parent
    depth = parent.map { $0.depth + 1 } ?? 0
  }

  /// A value that is set before each run.
  package func input(_ rows: Int, _ columns: Int) -> Value {
    let id = append(.input(inputs.count), [], Shape(rows, columns)).id
    inputs.append(id)
    return Value(self, id)
  }

  /// A matrix of equal numbers.
  package func constant(_ number: Double, _ rows: Int = 1, _ columns: Int = 1) -> Value {
    append(.constant(number), [], Shape(rows, columns))
  }

  package func append(_ operation: Operation, _ operands: [Value], _ shape: Shape) -> Value {
    let node = Node(
      operation: operation, operands: operands.map { adopt($0).id }, shape: shape)
    if let id = known[node] { return Value(self, id) }
    nodes.append(node)
    known[node] = nodes.count - 1
    return Value(self, nodes.count - 1)
  }

  /// `value` as a value of this program, captured from a parent where it stands in one.
  package func adopt(_ value: Value) -> Value {
    if value.program === self { return value }
    guard let parent, value.program.depth < depth else {
      preconditionFailure("a value is used outside the scan that it belongs to")
    }
    if case .constant(let number) = value.node.operation {
      return constant(number, value.shape.rows, value.shape.columns)
    }
    let outer = parent.adopt(value)
    if let known = captures.first(where: { $0.outer.id == outer.id }) {
      return Value(self, known.input)
    }
    let captured = input(outer.shape.rows, outer.shape.columns)
    captures.append((outer, captured.id))
    return captured
  }
}
