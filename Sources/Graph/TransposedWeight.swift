/// A captured weight W that a scan's steps multiply by as X Wᵀ, transposed once before the first step.
///
/// X Wᵀ of a few rows takes up to half as long again as X V with V = Wᵀ at hand, since BLAS transposes W at every step.
struct TransposedWeight {
  /// Shorter scans do not pay for a copy.
  private static let fewestSteps = 8

  /// The capture's number.
  let capture: Int
  let blocks: Int
  /// As it is captured.
  let shape: Shape

  /// Those of the captures in use.
  static func all(of scan: Scan, _ demand: ScanDemand) -> [TransposedWeight] {
    guard scan.length >= fewestSteps else { return [] }
    return demand.captures.compactMap { capture in
      let id = scan.captures[capture]
      let blocks = scan.body.nodes.compactMap { node -> Int? in
        guard case .product(.timesTranspose, let blocks) = node.operation, node.operands[1] == id
        else { return nil }
        return blocks
      }
      // Used in one way only: else blocks of different sizes would need a copy each.
      guard let first = blocks.first, blocks.allSatisfy({ $0 == first }) else { return nil }
      return TransposedWeight(
        capture: capture, blocks: first, shape: scan.body.nodes[id].shape)
    }
  }
}

extension Shape {
  /// The shape of `blocks` matrices one above the other, each transposed.
  func transposed(blocks: Int) -> Shape { Shape(blocks * columns, rows / blocks) }
}
