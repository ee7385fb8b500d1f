/// Reverse mode through a scan: a scan that runs the other way, whose states are the cotangents of the states.
///
/// The backward step reads as sequences what it needs of the forward one. States are read from their history. A value
/// with a single varying operand, or whose operands are stored anyway, is computed again from them. Any other value is
/// stacked by the forward scan. Gradients of captured weights, which are sums over time, become one product over all
/// steps.
struct ScanPullback {
  private let node: ScanNode
  private let target: Program
  private let cotangents: [ScanResult: Value]
  private let resolve: (Value) -> Value
  private let trace: ScanTrace
  private var next: [Value] = []
  private var stacks: [Value] = []
  /// The states that hold the sums over all steps of the rows of stacked values, by the number of the stack.
  private var totals: [Int: Int] = [:]

  private var scan: Scan { node.scan }

  /// - Parameters:
  ///   - node: The forward scan.
  ///   - target: The program into which the backward scan is written.
  ///   - cotangents: The cotangents of the scan's results, in `target`.
  ///   - resolve: Takes a value beside the scan to its counterpart in `target`.
  init(
    _ node: ScanNode, target: Program, cotangents: [ScanResult: Value],
    resolve: @escaping (Value) -> Value
  ) {
    self.node = node
    self.target = target
    self.cotangents = cotangents
    self.resolve = resolve
    trace = ScanTrace(in: target, length: node.scan.length, isReversed: !node.scan.isReversed)
  }

  /// A cotangent for each operand of the scan's node; nil for an operand that has none.
  mutating func operandCotangents() -> [Value?] {
    var pullback = Pullback(
      source: scan.body, target: trace.body, leaves: Set(scan.captures), resolve: residuals())
    seed(&pullback)
    pullback.run(from: scan.body.nodes.count - 1)
    next = scan.carries.map { id in
      let shape = scan.body.nodes[id].shape
      return pullback.cotangent(of: id) ?? trace.body.constant(0, shape.rows, shape.columns)
    }
    let sequences = scan.sequences.map { pullback.cotangent(of: $0).map { stack($0) } }
    let captures = captureSums(pullback)
    let (backward, outputs) = trace.close(next: next, stacks: stacks)
    let initial = scan.carries.indices.map { i in
      let cotangent = backward.result(.final(i))
      return firstMoment(i).map { cotangent + $0 } ?? cotangent
    }
    return initial + sequences.map { $0.map { outputs[$0] } }
      + captures.map { $0.value(backward, outputs) }
  }

  /// Starts the backward scan from the cotangents of the forward one's results.
  private func seed(_ pullback: inout Pullback) {
    for (i, id) in scan.next.enumerated() {
      let shape = scan.body.nodes[scan.carries[i]].shape
      let last = cotangents[.final(i)] ?? target.constant(0, shape.rows, shape.columns)
      pullback.accumulate(trace.carry(last), at: id)
      if let history = cotangents[.history(i)] {
        let from = (scan.isReversed ? 0 : 1) * shape.rows
        let after = history.rows(from..<from + shape.rows * scan.length)
        pullback.accumulate(trace.sequence(after), at: id)
      }
    }
    for (j, id) in scan.stacks.enumerated() {
      if let stack = cotangents[.stack(j)] { pullback.accumulate(trace.sequence(stack), at: id) }
    }
  }

  /// The cotangent of the initial state `i` as the first moment of its history.
  private func firstMoment(_ i: Int) -> Value? {
    let rows = scan.body.nodes[scan.carries[i]].shape.rows
    let from = scan.isReversed ? scan.length * rows : 0
    return cotangents[.history(i)]?.rows(from..<from + rows)
  }

  /// Takes a node of the forward body to its value in the backward body.
  private func residuals() -> (Int) -> Value {
    let (node, scan, trace, resolve) = (node, scan, trace, resolve)
    let operands = node.operands
    func value(_ id: Int) -> Value {
      let inner = scan.body.nodes[id]
      if let capture = scan.captures.firstIndex(of: id) {
        return resolve(operands[scan.carries.count + scan.sequences.count + capture])
      }
      if case .constant(let number) = inner.operation {
        return trace.body.constant(number, inner.shape.rows, inner.shape.columns)
      }
      if !scan.isStored(id) && scan.isCheap(inner) && !scan.isSaturationOfUnstored(inner) {
        if Set(scan.varyingOperands(id)).count == 1 || scan.isOfStored(inner) {
          return trace.body.append(inner.operation, inner.operands.map(value), inner.shape)
        }
      }
      if !scan.isStored(id), let (join, columns) = scan.keptJoin(of: id) {
        return trace.sequence(resolve(node.stacked(join))).columns(columns)
      }
      return trace.sequence(resolve(node.stacked(id)))
    }
    return value
  }

  private mutating func stack(_ value: Value) -> Int {
    stacks.append(value)
    return stacks.count - 1
  }
}

extension Scan {
  /// The operands of a node that are not the same at all steps.
  fileprivate func varyingOperands(_ id: Int) -> [Int] {
    body.nodes[id].operands.filter { operand in
      if case .constant = body.nodes[operand].operation { return false }
      return !captures.contains(operand)
    }
  }

  /// Whether a node's values at all steps are in memory anyway.
  fileprivate func isStored(_ id: Int) -> Bool {
    carries.contains(id) || next.contains(id) || sequences.contains(id) || stacks.contains(id)
  }

  /// Whether computing a node again takes less time than storing and loading it.
  fileprivate func isCheap(_ node: Program.Node) -> Bool {
    if case .sliceColumns = node.operation { return isStored(node.operands[0]) }
    return node.operation.isElementwise && !node.operands.contains(where: isSliceOfUnstored)
  }

  /// Whether a node is a sum, difference or product of values whose steps are all in memory anyway. A saturation is in
  /// memory for its derivative.
  fileprivate func isOfStored(_ node: Program.Node) -> Bool {
    guard case .binary(let function) = node.operation, function != .divide else { return false }
    return node.operands.allSatisfy { isStored($0) || isSaturationOfUnstored(body.nodes[$0]) }
  }

  /// The join that keeps this value beside others, and the columns at which it does.
  fileprivate func keptJoin(of id: Int) -> (join: Int, columns: Range<Int>)? {
    for (join, node) in body.nodes.enumerated() where node.operation == .joinColumns {
      guard let first = node.column(of: id, in: body),
        isStored(join) || !body.nodes.contains(where: { $0.operands.contains(join) })
      else { continue }
      return (join, first..<first + body.nodes[id].shape.columns)
    }
    return nil
  }

  /// Whether a node is a logistic function or tanh, whose derivative follows from its result, of a value that no other
  /// node needs. The result takes no more memory than the operand, and is stored already.
  fileprivate func isSaturationOfUnstored(_ node: Program.Node) -> Bool {
    guard node.operation == .unary(.sigmoid) || node.operation == .unary(.tanh) else {
      return false
    }
    let operand = node.operands[0]
    let isAlone = body.nodes.reduce(0) { $0 + $1.operands.count { $0 == operand } } == 1
    return isAlone && !isStored(operand) && Set(varyingOperands(operand)).count > 1
  }

  /// Whether a value is a slice of a whole that would have to be stored for the slice.
  private func isSliceOfUnstored(_ id: Int) -> Bool {
    guard case .sliceColumns = body.nodes[id].operation else { return false }
    let whole = body.nodes[id].operands[0]
    return !captures.contains(whole) && !isStored(whole)
  }
}

/// The sums of the terms of captured values' gradients over the steps.
extension ScanPullback {
  /// How the terms of one captured value's gradient are summed over the steps.
  fileprivate struct CaptureSum {
    /// How one term is summed.
    enum Term {
      /// The product of two stacked values over all steps.
      case product(Int, Int, blocks: Int)
      /// A state that holds the sum, to be summed further down to a shape.
      case carried(Int, Shape)
      /// Some columns of a state that holds the sum.
      case carriedColumns(Int, Range<Int>)
    }
    var terms: [Term] = []

    /// The sum of all terms; nil where there are none.
    func value(_ backward: ScanNode, _ outputs: [Value]) -> Value? {
      let values = terms.map { term in
        switch term {
        case .product(let a, let b, let blocks):
          outputs[a].transposeTimes(outputs[b], blocks: blocks)
        case .carried(let i, let shape): backward.result(.final(i)).sum(to: shape)
        case .carriedColumns(let i, let columns): backward.result(.final(i)).columns(columns)
        }
      }
      return values.dropFirst().reduce(values.first) { sum, term in sum.map { $0 + term } }
    }
  }

  /// Whether a node of the backward body is not the same at all steps.
  private func varies(_ id: Int) -> Bool {
    if case .constant = trace.body.nodes[id].operation { return false }
    return !trace.body.captures.contains { $0.input == id }
  }

  /// How each captured value's gradient is summed; stacks what the sums need.
  fileprivate mutating func captureSums(_ pullback: Pullback) -> [CaptureSum] {
    var sums = scan.captures.map { _ in CaptureSum() }
    var pending: [(capture: Int, term: Value)] = []
    for (c, id) in scan.captures.enumerated() {
      for term in pullback.terms[id] ?? [] {
        if term.program === trace.body, case .product(.transposeTimes, let m) = term.node.operation,
          varies(term.node.operands[0]), varies(term.node.operands[1])
        {
          let factors = term.node.operands.map { stack(Value(trace.body, $0)) }
          sums[c].terms.append(.product(factors[0], factors[1], blocks: m))
        } else {
          pending.append((c, term))
        }
      }
    }
    for (c, term) in pending { sums[c].terms.append(sum(of: term)) }
    return sums
  }

  /// How a term is summed. Where the term is the sum of the rows of a stacked value, or of columns of it, a state of
  /// one row holds the sums of all its columns; otherwise the term has a state to itself.
  private mutating func sum(of term: Value) -> CaptureSum.Term {
    let term = trace.body.adopt(term)
    guard case .sum = term.node.operation, term.rows == 1 else { return carried(term, term.shape) }
    let operand = term.node.operands[0]
    if let k = stacks.firstIndex(where: { trace.body.adopt($0).id == operand }) {
      return .carried(total(ofStack: k), term.shape)
    }
    if term.columns > 1, let (k, columns) = stackedJoin(of: operand) {
      return .carriedColumns(total(ofStack: k), columns)
    }
    return carried(Value(trace.body, operand), term.shape)
  }

  /// The state that adds up the rows of a stacked value at each step, while they are in the cache.
  private mutating func total(ofStack k: Int) -> Int {
    if let known = totals[k] { return known }
    let rows = trace.body.adopt(stacks[k])
    let state = add(rows.sum(to: Shape(1, rows.columns)))
    totals[k] = state
    return state
  }

  /// A stacked join that has the node `part` among its parts, and the columns at which it does.
  private func stackedJoin(of part: Int) -> (stack: Int, columns: Range<Int>)? {
    for (k, stack) in stacks.enumerated() {
      let join = trace.body.adopt(stack).node
      guard let first = join.column(of: part, in: trace.body) else { continue }
      return (k, first..<first + trace.body.nodes[part].shape.columns)
    }
    return nil
  }

  /// A sum in a state that no other term shares.
  private mutating func carried(_ value: Value, _ shape: Shape) -> CaptureSum.Term {
    .carried(add(value), shape)
  }

  /// Makes a state that adds up the values of all steps.
  private mutating func add(_ value: Value) -> Int {
    let total = trace.carry(target.constant(0, value.rows, value.columns))
    next.append(total + value)
    return next.count - 1
  }
}

extension Program.Node {
  /// The column at which this join's part `id` begins; nil where the node is no join or has no such part.
  fileprivate func column(of id: Int, in program: Program) -> Int? {
    guard operation == .joinColumns, let index = operands.firstIndex(of: id) else { return nil }
    return operands[..<index].reduce(0) { $0 + program.nodes[$1].shape.columns }
  }
}
