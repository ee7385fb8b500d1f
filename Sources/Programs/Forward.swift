/// Forward mode: tangents flow from operands to results, `k` of them for each row at once.
///
/// The tangents of an R×C value are an (R·k)×C matrix: row r·k + j is tangent j of row r. With k > 1 they can
/// flow only within rows, as the tangents of a batch's states do, since all rows share a weight.
struct Pushforward {
  let source: Program
  let target: Program
  let k: Int
  private(set) var primals: [Int: Value] = [:]
  private(set) var tangents: [Int: Value] = [:]
  private var scans: [Int: ScanPushforward.Outcome] = [:]

  init(source: Program, target: Program, k: Int) {
    self.source = source
    self.target = target
    self.k = k
  }

  /// Gives a node its value in the target and its tangent, (R·k)×C, before the walk; nil where it does not move.
  mutating func seed(_ id: Int, primal: Value, tangent: Value?) {
    primals[id] = primal
    tangents[id] = tangent
  }

  /// Works out the value and the tangent of every node up to `last`.
  mutating func run(through last: Int) {
    guard last >= 0 else { return }
    for id in 0...last where primals[id] == nil { push(id, source.nodes[id]) }
  }

  private mutating func push(_ id: Int, _ node: Program.Node) {
    let operands = node.operands.compactMap { primals[$0] }
    switch node.operation {
    case .scan(let scan):
      let moving = node.operands.map { tangents[$0] }
      scans[id] = ScanPushforward(scan, target: target, k: k).run(operands, moving)
      primals[id] = target.constant(0)
    case .result(let which):
      let outcome = scans[node.operands[0]]
      primals[id] = outcome?.primal(which)
      tangents[id] = outcome?.tangent(which)
    default:
      let primal =
        target === source && zip(operands, node.operands).allSatisfy { $0.id == $1 }
        ? Value(source, id) : target.append(node.operation, operands, node.shape)
      primals[id] = primal
      tangents[id] = tangent(of: node, operands, primal)
    }
  }

  private func tangent(of node: Program.Node, _ x: [Value], _ result: Value) -> Value? {
    let dx = node.operands.map { tangents[$0] }
    guard dx.contains(where: { $0 != nil }) else { return nil }
    switch node.operation {
    case .unary(let function):
      guard let dx = dx[0], let derivative = function.accurateDerivative(at: x[0], result: result)
      else {
        return nil
      }
      return dx * derivative
    case .affine(let scale, _): return dx[0].map { $0 * scale }
    case .binary(let function): return tangent(of: function, x, dx, result)
    case .product(let form, let blocks): return tangent(of: form, blocks, x, dx)
    case .framewise(let form, let frames):
      checkRows(false)
      return sum(
        dx[0].map { $0.framewise(form, x[1], frames: frames) },
        dx[1].map { x[0].framewise(form, $0, frames: frames) })
    case .orthonormalize(let tangents):
      checkRows(false)
      return dx[0].map { $0.pushedThroughOrthonormalization(of: x[0], result, tangents) }
    case .lowerTriangle(let diagonal):
      checkRows(false)
      return dx[0].map { $0.lowerTriangle(diagonal: diagonal) }
    case .triangularSolve(let isTransposed):
      checkRows(false)
      return result.pushedThroughSolve(by: x[0], dx[0], dx[1], isTransposed: isTransposed)
    case .logSumExp:
      return dx[0].map { ($0 * (x[0] - result).exp()).rowSums() }
    case .joinColumns:
      return Value.joined(
        zip(x, dx).map { x, dx in dx ?? target.constant(0, x.rows * k, x.columns) })
    default: return dx[0].map { layout(node, $0) }
    }
  }

  private func tangent(
    of function: Binary, _ x: [Value], _ dx: [Value?], _ result: Value
  ) -> Value? {
    let shape = result.shape.tangents(k)
    func grown(_ dx: Value?, of x: Value) -> Value? {
      guard let dx else { return nil }
      checkRows(x.rows == result.rows)
      return dx.broadcast(to: shape)
    }
    let (a, b) = (grown(dx[0], of: x[0]), grown(dx[1], of: x[1]))
    switch function {
    case .add: return sum(a, b)
    case .subtract: return sum(a, b.map { -$0 })
    case .multiply: return sum(a.map { $0 * x[1] }, b.map { $0 * x[0] })
    case .divide: return sum(a.map { $0 / x[1] }, b.map { -($0 * result) / x[1] })
    }
  }

  private func tangent(
    of form: Product, _ blocks: Int, _ x: [Value], _ dx: [Value?]
  ) -> Value? {
    checkRows(dx[1] == nil && form != .transposeTimes)
    return sum(
      dx[0].map { $0.product(form, x[1], blocks: blocks) },
      dx[1].map { x[0].product(form, $0, blocks: blocks) })
  }

  private func sum(_ a: Value?, _ b: Value?) -> Value? {
    guard let a, let b else { return a ?? b }
    return a + b
  }

  private func layout(_ node: Program.Node, _ dx: Value) -> Value {
    let from = source.nodes[node.operands[0]].shape
    switch node.operation {
    case .broadcast:
      checkRows(from.rows == node.shape.rows)
      return dx.broadcast(to: node.shape.tangents(k))
    case .sum:
      checkRows(from.rows == node.shape.rows)
      return dx.sum(to: node.shape.tangents(k))
    case .sliceRows(let first): return dx.rows(first * k..<(first + node.shape.rows) * k)
    case .padRows(let before):
      return dx.paddedRows(before: before * k, total: node.shape.rows * k)
    case .sliceColumns(let first): return dx.columns(first..<first + node.shape.columns)
    case .reshape:
      checkRows(false)
      return dx.reshaped(node.shape.rows, node.shape.columns)
    default: preconditionFailure("\(node.operation) is not a layout")
    }
  }

  private func checkRows(_ flowsThroughRows: Bool) {
    precondition(k == 1 || flowsThroughRows, "\(k) tangents a row cannot flow across rows")
  }
}

extension Program {
  /// `values` and their tangents along a direction, which are Jacobian–vector products.
  ///
  /// The tangent of a gradient is a product with second derivatives.
  ///
  /// - Parameters:
  ///   - values: The values to differentiate, of this program.
  ///   - direction: Variables and their tangents, k for each row: R×C → (R·k)×C.
  ///   - k: How many tangents are taken at once. With k > 1 each row of the values may depend only on the same row of
  ///     the variables.
  /// - Returns: The values, to be used in place of the old ones where both are wanted (they share the tangents' scans),
  ///   and their tangents, (R·k)×C.
  ///   and their tangents, (R·k)×C.
  package func pushForward(
    _ values: [Value], along direction: [(variable: Value, tangent: Value)],
    tangentsPerRow k: Int = 1
  ) -> (values: [Value], tangents: [Value]) {
    var pushforward = Pushforward(source: self, target: self, k: k)
    for (variable, tangent) in direction {
      precondition(
        tangent.shape == variable.shape.tangents(k), "\(tangent.shape) for \(variable.shape)")
      pushforward.seed(variable.id, primal: variable, tangent: tangent)
    }
    pushforward.run(through: values.map(\.id).max() ?? -1)
    return (
      values.map { pushforward.primals[$0.id] ?? $0 },
      values.map { value in
        let shape = value.shape.tangents(k)
        return pushforward.tangents[value.id] ?? constant(0, shape.rows, shape.columns)
      }
    )
  }
}
