/// A recurrence: a body program that runs once for each step, over states that it carries and sequences that it reads.
///
/// A sequence of T steps of R×C is one matrix of T·R rows. The node's operands are the initial states, the sequences
/// and the values that the body captures, in this order. There are three kinds of results, each numbered: a state after
/// the last step (`final`); a state at all T+1 moments (`history`); and values of the body stacked over the steps
/// (`stack`).
///
/// Block t of a history is the state before step t, and block t+1 the state after it. A reversed scan runs from the
/// last step to the first; there block t+1 is the state before step t, and block t the state after it.
package final class Scan: Hashable {
  /// The program of one step.
  package let body: Program
  /// T, the number of steps; at least 1.
  package let length: Int
  /// Whether the scan runs from the last step to the first.
  package let isReversed: Bool
  /// The body's inputs by which the states enter.
  package let carries: [Int]
  /// The body's inputs by which the blocks of the sequences enter.
  package let sequences: [Int]
  /// The body's inputs by which the captured values enter.
  package let captures: [Int]
  /// The body's nodes that are the states after a step.
  package let next: [Int]
  /// The body's nodes whose values at all steps are kept. Nodes are only ever added, when derivatives ask for more of
  /// the same run.
  package private(set) var stacks: [Int] = []

  package init(
    body: Program, length: Int, isReversed: Bool, carries: [Int], sequences: [Int],
    captures: [Int], next: [Int]
  ) {
    self.body = body
    self.length = length
    self.isReversed = isReversed
    self.carries = carries
    self.sequences = sequences
    self.captures = captures
    self.next = next
  }

  package static func == (a: Scan, b: Scan) -> Bool { a === b }
  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }

  /// The shape of a result, stacked over steps or moments.
  package func shape(of result: ScanResult) -> Shape {
    switch result {
    case .final(let i): return body.nodes[carries[i]].shape
    case .history(let i): return body.nodes[carries[i]].shape.stacked(length + 1)
    case .stack(let j): return body.nodes[stacks[j]].shape.stacked(length)
    }
  }

  /// The number of a body's node among the stacks, to which it is added where it is not one yet.
  fileprivate func stackNumber(of id: Int) -> Int {
    if let known = stacks.firstIndex(of: id) { return known }
    stacks.append(id)
    return stacks.count - 1
  }
}

extension Shape {
  /// The shape of so many blocks of this shape, one below the other.
  package func stacked(_ steps: Int) -> Shape { Shape(rows * steps, columns) }
}

/// A scan as a node of the program around it.
struct ScanNode {
  let program: Program
  let id: Int
  let scan: Scan

  /// The values of the initial states, the sequences and the captured values, in this order.
  var operands: [Value] { program.nodes[id].operands.map { Value(program, $0) } }

  /// A result of the scan as a value of the program.
  func result(_ which: ScanResult) -> Value {
    program.append(.result(which), [Value(program, id)], scan.shape(of: which))
  }

  /// State `i` before each step, as a sequence.
  func before(_ i: Int) -> Value { historyRows(i, from: scan.isReversed ? 1 : 0) }
  /// State `i` after each step, as a sequence.
  func after(_ i: Int) -> Value { historyRows(i, from: scan.isReversed ? 0 : 1) }

  private func historyRows(_ i: Int, from block: Int) -> Value {
    let rows = scan.body.nodes[scan.carries[i]].shape.rows
    return result(.history(i)).rows(block * rows..<(block + scan.length) * rows)
  }

  /// A body's node over all steps. A node that is a sequence or part of a history already is not stored again.
  func stacked(_ id: Int) -> Value {
    if let j = scan.sequences.firstIndex(of: id) { return operands[scan.carries.count + j] }
    if let i = scan.carries.firstIndex(of: id) { return before(i) }
    if let i = scan.next.firstIndex(of: id) { return after(i) }
    return result(.stack(scan.stackNumber(of: id)))
  }
}

extension Value {
  /// The state after the last step, where this value is a state's history and `range` its last moment. A derivative
  /// then has no cotangents of the other moments to carry along.
  func finalState(_ range: Range<Int>) -> Value? {
    guard case .result(.history(let i)) = node.operation,
      case .scan(let scan) = program.nodes[node.operands[0]].operation
    else { return nil }
    let size = scan.body.nodes[scan.carries[i]].shape.rows
    let last = scan.isReversed ? 0 : scan.length * size
    guard range == last..<last + size else { return nil }
    return ScanNode(program: program, id: node.operands[0], scan: scan).result(.final(i))
  }
}

/// The results of a scan.
package struct ScanOutputs {
  /// Each state after the last step.
  package let finals: [Value]
  /// Each state after each step, T·R rows.
  package let states: [Value]
  /// The body's further outputs over all steps, T·R rows each.
  package let stacks: [Value]
}

extension Program {
  /// Runs `body` for each step, from the first to the last.
  ///
  /// - Parameters:
  ///   - length: T, the number of steps; at least 1.
  ///   - carries: The states before the first step.
  ///   - sequences: Matrices of T·R rows, of which a step reads its block of R rows.
  ///   - body: Takes the states and the sequences' blocks to the next states, which have the shapes of the states, and
  ///     to values to stack. It may use any value of the programs around it.
  package func scan(
    length: Int, carries: [Value], sequences: [Value] = [],
    body: (_ states: [Value], _ inputs: [Value]) -> (next: [Value], stacks: [Value])
  ) -> ScanOutputs {
    let trace = ScanTrace(in: self, length: length, isReversed: false)
    let states = carries.map { trace.carry($0) }
    let inputs = sequences.map { trace.sequence($0) }
    let (next, stacks) = body(states, inputs)
    let (node, outputs) = trace.close(next: next, stacks: stacks)
    return ScanOutputs(
      finals: carries.indices.map { node.result(.final($0)) },
      states: carries.indices.map { node.after($0) }, stacks: outputs)
  }
}
