import Programs

/// A term scale·YᵀX, by blocks, of a sum of such.
struct RowProduct {
  /// The factor of the product.
  let scale: Double
  /// Y, R×(m·q).
  let left: Value
  /// X, R×(m·p).
  let right: Value
  /// m, the number of blocks.
  let blocks: Int
}

extension Value {
  /// The terms of which this value is the sum, as a weight's gradient is a sum over examples and steps; none where it is
  /// zero, and nil where it is no such sum.
  var rowProducts: [RowProduct]? {
    let operands = node.operands.map { Value(program, $0) }
    switch node.operation {
    case .constant(let number): return number == 0 ? [] : nil
    case .product(.transposeTimes, let blocks):
      return [RowProduct(scale: 1, left: operands[0], right: operands[1], blocks: blocks)]
    case .affine(let scale, let offset):
      guard offset == 0 else { return nil }
      return operands[0].rowProducts?.map {
        RowProduct(scale: scale * $0.scale, left: $0.left, right: $0.right, blocks: $0.blocks)
      }
    case .binary(.add):
      guard operands.allSatisfy({ $0.shape == shape }), let left = operands[0].rowProducts,
        let right = operands[1].rowProducts
      else { return nil }
      return left + right
    default: return nil
    }
  }

  /// Whether `other`, of the same program, is among the values that this one is computed from, or is this one.
  func depends(on other: Value) -> Bool {
    var (pending, seen) = ([id], Set<Int>())
    while let next = pending.popLast() {
      if next == other.id { return true }
      // Operands come before what is computed from them.
      guard next > other.id, seen.insert(next).inserted else { continue }
      pending += program.nodes[next].operands
    }
    return false
  }
}
