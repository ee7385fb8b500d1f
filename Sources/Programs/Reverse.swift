/// Reverse mode: cotangents flow from a program's results back to its operands.
///
/// `source` is walked from its last node to its first. The derivative is written into `target`, which is the same
/// program at top level, and the backward scan's body where `source` is the body of a scan.
struct Pullback {
  let source: Program
  let target: Program
  /// Takes a source node to its value in the target.
  let resolve: (Int) -> Value
  /// The nodes whose cotangents are left as separate terms, which the caller sums.
  let leaves: Set<Int>

  private var cotangents: [Int: Value] = [:]
  /// The cotangents of each leaf, one for each use.
  private(set) var terms: [Int: [Value]] = [:]
  private var scanCotangents: [Int: [ScanResult: Value]] = [:]

  init(
    source: Program, target: Program, leaves: Set<Int> = [], resolve: @escaping (Int) -> Value
  ) {
    self.source = source
    self.target = target
    self.leaves = leaves
    self.resolve = resolve
  }

  /// The cotangent of a node that is not a leaf; nil where none has reached it.
  func cotangent(of id: Int) -> Value? { cotangents[id] }

  /// Adds a cotangent to those that have reached a node.
  mutating func accumulate(_ cotangent: Value, at id: Int) {
    if leaves.contains(id) {
      terms[id, default: []].append(cotangent)
    } else {
      cotangents[id] = cotangents[id].map { $0 + cotangent } ?? cotangent
    }
  }

  /// Walks from node `last` to the first.
  mutating func run(from last: Int) {
    for id in stride(from: last, through: 0, by: -1) {
      if let results = scanCotangents[id] { pullScan(id, results) }
      guard let cotangent = cotangents[id] else { continue }
      pull(id, source.nodes[id], cotangent)
    }
  }

  private mutating func pullScan(_ id: Int, _ results: [ScanResult: Value]) {
    guard case .scan(let scan) = source.nodes[id].operation else { return }
    let node = ScanNode(program: source, id: id, scan: scan)
    var backward = ScanPullback(node, target: target, cotangents: results) { [resolve] value in
      resolve(value.id)
    }
    for (operand, cotangent) in zip(source.nodes[id].operands, backward.operandCotangents()) {
      if let cotangent { accumulate(cotangent, at: operand) }
    }
  }

  private mutating func pull(_ id: Int, _ node: Program.Node, _ cotangent: Value) {
    let operands = node.operands
    switch node.operation {
    case .input, .constant, .scan: break
    case .result(let which):
      let known = scanCotangents[operands[0]]?[which]
      scanCotangents[operands[0], default: [:]][which] = known.map { $0 + cotangent } ?? cotangent
    case .unary(let function):
      let derivative = function.derivative(at: { resolve(operands[0]) }, result: { resolve(id) })
      if let derivative { accumulate(cotangent * derivative, at: operands[0]) }
    case .affine(let scale, _): accumulate(cotangent * scale, at: operands[0])
    case .binary(let function): pull(function, operands, cotangent, result: id)
    case .product(let form, let blocks): pull(form, blocks, operands, cotangent)
    case .framewise(let form, let frames): pull(framewise: form, frames, operands, cotangent)
    case .orthonormalize(let tangents):
      let pulled = cotangent.pulledThroughOrthonormalization(
        of: resolve(operands[0]), resolve(id), tangents)
      accumulate(pulled, at: operands[0])
    case .lowerTriangle(let diagonal):
      accumulate(cotangent.lowerTriangle(diagonal: diagonal), at: operands[0])
    case .triangularSolve(let isTransposed):
      let pulled = cotangent.pulledThroughSolve(
        by: resolve(operands[0]), resolve(id), isTransposed: isTransposed)
      accumulate(pulled.triangle, at: operands[0])
      accumulate(pulled.rows, at: operands[1])
    case .logSumExp:
      let softmax = (resolve(operands[0]) - resolve(id)).exp()
      accumulate(cotangent * softmax, at: operands[0])
    case .attend(let memory):
      let pulled = cotangent.pulledThroughAttention(
        memory, operands: operands.map(resolve), attended: resolve(id))
      let parts = [pulled.query, pulled.keys, pulled.values, pulled.score]
      for (operand, part) in zip(operands, parts) { accumulate(part, at: operand) }
    case .screen: break
    case .joinColumns: pullJoin(operands, cotangent)
    default: accumulate(pullLayout(node, cotangent), at: operands[0])
    }
  }

  private mutating func pull(
    _ function: Binary, _ operands: [Int], _ cotangent: Value, result: Int
  ) {
    func add(_ value: Value, _ k: Int) {
      accumulate(value.sum(to: source.nodes[operands[k]].shape), at: operands[k])
    }
    switch function {
    case .add:
      add(cotangent, 0)
      add(cotangent, 1)
    case .subtract:
      add(cotangent, 0)
      add(-cotangent, 1)
    case .multiply:
      add(cotangent * resolve(operands[1]), 0)
      add(cotangent * resolve(operands[0]), 1)
    case .divide:
      let quotient = cotangent / resolve(operands[1])
      add(quotient, 0)
      add(-(quotient * resolve(result)), 1)
    }
  }

  private mutating func pull(
    _ form: Product, _ blocks: Int, _ operands: [Int], _ cotangent: Value
  ) {
    let (a, b) = (operands[0], operands[1])
    // A constant has no use for a cotangent, for which a scan would keep the other operand at every step.
    func add(_ value: (Value, Value) -> Value, at operand: Int, _ other: Int) -> (Int, Value)? {
      if case .constant = source.nodes[operand].operation { return nil }
      return (operand, value(cotangent, resolve(other)))
    }
    let pulled: [(Int, Value)?]
    switch form {
    case .timesTranspose:
      pulled = [
        add({ $0.times($1, blocks: blocks) }, at: a, b),
        add({ $0.transposeTimes($1, blocks: blocks) }, at: b, a),
      ]
    case .times:
      pulled = [
        add({ $0.timesTranspose($1, blocks: blocks) }, at: a, b),
        add({ $1.transposeTimes($0, blocks: blocks) }, at: b, a),
      ]
    case .transposeTimes:
      pulled = [
        add({ $1.timesTranspose($0, blocks: blocks) }, at: a, b),
        add({ $1.times($0, blocks: blocks) }, at: b, a),
      ]
    }
    for case (let operand, let value)? in pulled { accumulate(value, at: operand) }
  }

  private mutating func pullJoin(_ operands: [Int], _ cotangent: Value) {
    var first = 0
    for operand in operands {
      let last = first + source.nodes[operand].shape.columns
      accumulate(cotangent.columns(first..<last), at: operand)
      first = last
    }
  }

  private mutating func pull(
    framewise form: Product, _ frames: Int, _ operands: [Int], _ cotangent: Value
  ) {
    let (a, b) = (resolve(operands[0]), resolve(operands[1]))
    func product(_ a: Value, _ form: Product, _ b: Value) -> Value {
      a.framewise(form, b, frames: frames)
    }
    switch form {
    case .timesTranspose:
      accumulate(product(cotangent, .times, b), at: operands[0])
      accumulate(product(cotangent, .transposeTimes, a), at: operands[1])
    case .times:
      accumulate(product(cotangent, .timesTranspose, b), at: operands[0])
      accumulate(product(a, .transposeTimes, cotangent), at: operands[1])
    case .transposeTimes:
      accumulate(product(b, .timesTranspose, cotangent), at: operands[0])
      accumulate(product(a, .times, cotangent), at: operands[1])
    }
  }

  /// Pulls a cotangent through an operation that only moves or sums elements, by its transpose.
  private func pullLayout(_ node: Program.Node, _ cotangent: Value) -> Value {
    let shape = source.nodes[node.operands[0]].shape
    switch node.operation {
    case .broadcast: return cotangent.sum(to: shape)
    case .sum: return cotangent.broadcast(to: shape)
    case .sliceRows(let from): return cotangent.paddedRows(before: from, total: shape.rows)
    case .padRows(let before): return cotangent.rows(before..<before + shape.rows)
    case .sliceColumns(let from):
      return cotangent.paddedColumns(before: from, total: shape.columns)
    case .reshape: return cotangent.reshaped(shape.rows, shape.columns)
    default: preconditionFailure("\(node.operation) is not a layout")
    }
  }
}

extension Value {
  /// The gradients of this 1×1 value, each of the shape of its variable; zero where the value does not depend on it.
  package func gradients(withRespectTo variables: [Value]) -> [Value] {
    precondition(shape == .scalar, "the gradient of \(shape)")
    return pulledBack([(self, program.constant(1))], to: variables)
  }

  /// A vector–Jacobian product: the gradients of Σ value·`cotangent` over all elements, where `cotangent` has this
  /// shape.
  package func pulledBack(_ cotangent: Value, to variables: [Value]) -> [Value] {
    pulledBack([(self, cotangent)], to: variables)
  }

  private func pulledBack(_ seeds: [(Value, Value)], to variables: [Value]) -> [Value] {
    let program = program
    var pullback = Pullback(source: program, target: program) { Value(program, $0) }
    for (value, cotangent) in seeds { pullback.accumulate(cotangent, at: value.id) }
    pullback.run(from: id)
    return variables.map {
      pullback.cotangent(of: $0.id) ?? program.constant(0, $0.rows, $0.columns)
    }
  }
}
