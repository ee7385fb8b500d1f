/// A differentiable program under construction: a list of operations, each of which follows its operands.
///
/// Equal operations on equal operands are one node, so that whatever a model and its derivatives share is computed
/// once. The body of a `scan` is a program whose parent is the program around it, from which it captures values as it
/// uses them.
package final class Program {
  /// One operation on earlier nodes of the program.
  package struct Node: Hashable {
    /// The operation applied.
    package let operation: Operation
    /// The numbers of the nodes it is applied to, each smaller than its own.
    package let operands: [Int]
    /// The shape of the result.
    package let shape: Shape
  }

  let parent: Program?
  let depth: Int
  /// The operations, each after its operands; a node's number is its index here.
  package private(set) var nodes: [Node] = []
  /// The nodes by which values from outside enter, in the order of their numbers.
  package private(set) var inputs: [Int] = []
  /// The parent's values that are used here, and the inputs by which they enter.
  package private(set) var captures: [(outer: Value, input: Int)] = []
  private var known: [Node: Int] = [:]

  /// Whether values can be withheld from derivatives (`Value.withheld`).
  let withholds: Bool

  /// An empty program at top level.
  ///
  /// - Parameter withholds: False where derivatives are wanted whole, as those of second order need it: values are then
  ///   withheld from none.
  package convenience init(withholding withholds: Bool = true) {
    self.init(inside: nil, withholding: withholds)
  }

  /// An empty program inside another.
  ///
  /// - Parameter parent: The program around the scan whose body this is.
  package convenience init(inside parent: Program) {
    self.init(inside: parent, withholding: parent.withholds)
  }

  private init(inside parent: Program?, withholding withholds: Bool) {
    self.parent = parent
    self.withholds = withholds
    depth = parent.map { $0.depth + 1 } ?? 0
  }

  /// A value that is set before each run of a plan.
  package func input(_ rows: Int, _ columns: Int) -> Value {
    let id = append(.input(inputs.count), [], Shape(rows, columns)).id
    inputs.append(id)
    return Value(self, id)
  }

  /// A matrix whose elements are all `number`.
  package func constant(_ number: Double, _ rows: Int = 1, _ columns: Int = 1) -> Value {
    append(.constant(number), [], Shape(rows, columns))
  }

  /// The value of an operation on operands, which are captured from a parent where they stand in one. An equal node
  /// that is there already is used again.
  ///
  /// - Parameter shape: The shape of the result, which must fit the operation; this is not checked.
  package func append(_ operation: Operation, _ operands: [Value], _ shape: Shape) -> Value {
    let node = Node(
      operation: operation, operands: operands.map { adopt($0).id }, shape: shape)
    if let id = known[node] { return Value(self, id) }
    nodes.append(node)
    known[node] = nodes.count - 1
    return Value(self, nodes.count - 1)
  }

  /// `value` as a value of this program, captured from a parent where it stands there. A value of a program inside this
  /// one traps.
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
