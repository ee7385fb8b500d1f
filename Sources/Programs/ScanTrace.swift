/// A scan under construction: its body is traced first and then put in order.
///
/// Whatever a step computes only from captured values moves out of the loop. A product of a sequence with a captured
/// weight becomes one product over all steps before the loop, and a product that is only stacked becomes one after it.
final class ScanTrace {
  let outer: Program
  let body: Program
  let length: Int
  let isReversed: Bool
  private var initial: [Value] = []
  private var carries: [Int] = []
  private var sequences: [(outer: Value, input: Int)] = []

  init(in outer: Program, length: Int, isReversed: Bool) {
    precondition(length > 0, "a scan of \(length) steps")
    self.outer = outer
    self.length = length
    self.isReversed = isReversed
    body = Program(inside: outer)
  }

  /// The state of a step whose initial value is `value`.
  func carry(_ value: Value) -> Value {
    let state = body.input(value.rows, value.columns)
    initial.append(outer.adopt(value))
    carries.append(state.id)
    return state
  }

  /// A step's block of `value`, which is a matrix of T·R rows.
  func sequence(_ value: Value) -> Value {
    let adopted = outer.adopt(value)
    if let known = sequences.first(where: { $0.outer.id == adopted.id }) {
      return Value(body, known.input)
    }
    precondition(value.rows % length == 0, "\(value.shape) over \(length) steps")
    let block = body.input(value.rows / length, value.columns)
    sequences.append((adopted, block.id))
    return block
  }

  /// Ends the trace, and returns the scan's node and the stacked outputs, T·R rows each.
  ///
  /// - Parameters:
  ///   - next: The states after a step, as many as were carried.
  ///   - stacks: The values of the body to keep over all steps.
  func close(next: [Value], stacks: [Value]) -> (ScanNode, [Value]) {
    precondition(next.count == carries.count, "\(next.count) states after, \(carries.count) before")
    var ordered = OrderedBody(self)
    let states = next.map { body.adopt($0).id }
    let outputs = stacks.map { body.adopt($0).id }
    return ordered.close(states, outputs)
  }

  /// The body, rewritten with every value in its place.
  private struct OrderedBody {
    /// The place of a traced value.
    enum Place {
      /// A value of the program around, which is the same at all steps.
      case outside(Value)
      /// A block of a sequence.
      case block(of: Value)
      /// A value of the new body.
      case inside(Value)
    }

    let trace: ScanTrace
    let fresh: ScanTrace
    var places: [Place] = []

    init(_ trace: ScanTrace) {
      self.trace = trace
      fresh = ScanTrace(in: trace.outer, length: trace.length, isReversed: trace.isReversed)
      var entries: [Int: Place] = [:]
      for (id, value) in zip(trace.carries, trace.initial) {
        entries[id] = .inside(fresh.carry(value))
      }
      for (value, id) in trace.sequences { entries[id] = .block(of: value) }
      for (value, id) in trace.body.captures { entries[id] = .outside(value) }
      for id in trace.body.nodes.indices {
        places.append(entries[id] ?? place(trace.body.nodes[id]))
      }
    }

    /// Finds the place of a node whose operands have theirs.
    mutating func place(_ node: Program.Node) -> Place {
      let operands = node.operands.map { places[$0] }
      if case .constant(let number) = node.operation {
        return .outside(trace.outer.constant(number, node.shape.rows, node.shape.columns))
      }
      let outside = operands.compactMap { if case .outside(let value) = $0 { value } else { nil } }
      if outside.count == operands.count {
        return .outside(trace.outer.append(node.operation, outside, node.shape))
      }
      if case .product(let form, let blocks) = node.operation, form != .transposeTimes,
        case .block(let sequence) = operands[0], case .outside(let weight) = operands[1]
      {
        return .block(of: sequence.product(form, weight, blocks: blocks))
      }
      return .inside(
        fresh.body.append(node.operation, operands.map { inside($0) }, node.shape))
    }

    /// The value of a place in the new body.
    mutating func inside(_ place: Place) -> Value {
      switch place {
      case .outside(let value): fresh.body.adopt(value)
      case .block(let sequence): fresh.sequence(sequence)
      case .inside(let value): value
      }
    }

    mutating func close(_ next: [Int], _ stacks: [Int]) -> (ScanNode, [Value]) {
      let states = next.map { fresh.body.adopt(inside(places[$0])).id }
      let uses = useCounts(next)
      let stackedPlaces = stacks.map { id in uses[id] == 0 ? sinking(id) : .plain(id) }
      // Every value is placed before the captures are counted.
      let stackedIDs = stackedPlaces.map { stacked in
        fresh.body.adopt(inside(places[stacked.id])).id
      }
      let scan = Scan(
        body: fresh.body, length: trace.length, isReversed: trace.isReversed,
        carries: fresh.carries, sequences: fresh.sequences.map(\.input),
        captures: fresh.body.captures.map(\.input), next: states)
      let operands =
        fresh.initial + fresh.sequences.map(\.outer) + fresh.body.captures.map(\.outer)
      let node = ScanNode(
        program: trace.outer,
        id: trace.outer.append(.scan(scan), operands, Shape(0, 0)).id, scan: scan)
      let outputs = zip(stackedPlaces, stackedIDs).map { stacked, id in
        switch stacked {
        case .plain: node.stacked(id)
        case .sunk(_, let form, let blocks, let weight):
          node.stacked(id).product(form, weight, blocks: blocks)
        }
      }
      return (node, outputs)
    }

    /// How a value is kept over all steps.
    enum Stacked {
      case plain(Int)
      /// A product whose left factor is stacked instead, and multiplied over all steps at once.
      case sunk(Int, Product, blocks: Int, weight: Value)

      /// The traced node that is stacked.
      var id: Int {
        switch self {
        case .plain(let id), .sunk(let id, _, _, _): id
        }
      }
    }

    /// How a value that is only stacked is kept.
    func sinking(_ id: Int) -> Stacked {
      let node = trace.body.nodes[id]
      guard case .product(let form, let blocks) = node.operation, form != .transposeTimes,
        case .inside = places[id], case .outside(let weight) = places[node.operands[1]]
      else { return .plain(id) }
      return .sunk(node.operands[0], form, blocks: blocks, weight: weight)
    }

    /// How often each traced node is used in the body or as a next state.
    func useCounts(_ next: [Int]) -> [Int] {
      var uses = [Int](repeating: 0, count: trace.body.nodes.count)
      for node in trace.body.nodes { for operand in node.operands { uses[operand] += 1 } }
      for id in next { uses[id] += 1 }
      return uses
    }
  }
}
