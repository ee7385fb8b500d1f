import Programs

/// A captured weight that a scan's steps multiply by, packed once before the first step, so that each step's product
/// runs at the rate of a large one.
struct PackedWeight {
  /// Shorter scans do not pay for a copy.
  private static let fewestSteps = 8

  /// How the steps use it: one copy serves one form of product.
  struct Use: Hashable {
    /// The captured value in the scan's body.
    package let weight: Int
    package let form: Product
    package let blocks: Int
  }

  let use: Use
  /// The capture's number.
  package let capture: Int
  /// Of one block, as it is captured.
  package let block: Shape

  /// Rows and columns of the right factor that one block stands for.
  package var factor: Shape {
    use.form == .timesTranspose ? Shape(block.columns, block.rows) : block
  }

  /// Those of the captures in use.
  package static func all(of scan: Scan, _ demand: ScanLiveness) -> [PackedWeight] {
    guard scan.length >= fewestSteps else { return [] }
    return demand.captures.flatMap { capture in
      let id = scan.captures[capture]
      let uses = scan.body.nodes.compactMap { node -> Use? in
        guard case .product(let form, let blocks) = node.operation, form != .transposeTimes,
          node.operands[1] == id
        else { return nil }
        return Use(weight: id, form: form, blocks: blocks)
      }
      let shape = scan.body.nodes[id].shape
      return Set(uses).sorted { $0.order < $1.order }.map { use in
        PackedWeight(
          use: use, capture: capture, block: Shape(shape.rows / use.blocks, shape.columns))
      }
    }
  }
}

extension PackedWeight.Use {
  /// The same from run to run.
  fileprivate var order: (Int, Int) { (form == .times ? 0 : 1, blocks) }
}
