/// A recurrence: a body program run once for each step, over states that it carries and sequences that it reads.
///
/// A sequence of T steps of R×C is one matrix of T·R rows. The node's operands are the initial states, the sequences
/// and what the body captures, in this order. Its results are, by number: each state after the last step (`final`);
/// each state at all T+1 moments (`history`, block t before step t, block t+1 after it; for a reversed scan, which runs
/// from the last step to the first, the other way round); and values of the body stacked over the steps (`stack`).
package final class Scan: Hashable {
  package let body: Program
  package let length: Int
  package let isReversed: Bool
  /// The body's inputs: states, sequences' blocks, captured values.
  package let carries: [Int]
  package let sequences: [Int]
  package let captures: [Int]
  /// The states after a step.
  package let next: [Int]
  /// What is stacked. It only ever grows: derivatives ask for more of the same run.
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

  package func shape(of result: ScanResult) -> Shape {
    switch result {
    case .final(let i): return body.nodes[carries[i]].shape
    case .history(let i): return body.nodes[carries[i]].shape.stacked(length + 1)
    case .stack(let j): return body.nodes[stacks[j]].shape.stacked(length)
    }
  }

  fileprivate func stackNumber(of id: Int) -> Int {
    if let known = stacks.firstIndex(of: id) { return known }
    stacks.append(id)
    return stacks.count - 1
  }
}

extension Shape {
  package func stacked(_ steps: Int) -> Shape { Shape(rows * steps, columns) }
}

/// A scan as a node of the program around it.
struct ScanNode {
  package let program: Program
  package let id: Int
  package let scan: Scan

  package var operands: [Value] { program.nodes[id].operands.map { Value(program, $0) } }

  package func result(_ which: ScanResult) -> Value {
    program.append(.result(which), [Value(program, id)], scan.shape(of: which))
  }

  /// State `i` before each step, as a sequence.
  package func before(_ i: Int) -> Value { historyRows(i, from: scan.isReversed ? 1 : 0) }
  /// State `i` after each step, as a sequence.
  package func after(_ i: Int) -> Value { historyRows(i, from: scan.isReversed ? 0 : 1) }

  private func historyRows(_ i: Int, from block: Int) -> Value {
    let rows = scan.body.nodes[scan.carries[i]].shape.rows
    return result(.history(i)).rows(block * rows..<(block + scan.length) * rows)
  }

  /// A body's node over all steps; what is there already as a sequence or a history is not stored again.
  package func stacked(_ id: Int) -> Value {
    if let j = scan.sequences.firstIndex(of: id) { return operands[scan.carries.count + j] }
    if let i = scan.carries.firstIndex(of: id) { return before(i) }
    if let i = scan.next.firstIndex(of: id) { return after(i) }
    return result(.stack(scan.stackNumber(of: id)))
  }
}

extension Value {
  /// Where this value is a state's history and `range` its last moment: the state after the last step, so that a
  /// derivative has no cotangents of the other moments to carry along.
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
  ///   - length: Steps, T; at least 1.
  ///   - carries: The states before the first step.
  ///   - sequences: Matrices of T·R rows; a step reads its block of R.
  ///   - body: From the states and the sequences' blocks to the next states, of the same shapes, and values to stack.
  ///     It may use any value of the programs around it.
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
