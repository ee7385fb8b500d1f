import Programs

/// A captured weight by which a scan's steps multiply. It is packed once before the first step, so that the product of
/// each step runs at the rate of a large one.
struct PackedWeight {
  /// The fewest steps for which a packed copy pays.
  private static let fewestSteps = 8

  /// How the steps use the weight. One copy serves one form of product.
  struct Use: Hashable {
    /// The captured value in the scan's body.
    let weight: Int
    let form: Product
    let blocks: Int
  }

  let use: Use
  /// The number of the capture.
  let capture: Int
  /// The shape of one block as it is captured.
  let block: Shape

  /// The shape of the right factor for which one block stands.
  var factor: Shape {
    use.form == .timesTranspose ? Shape(block.columns, block.rows) : block
  }

  /// The weights that a scan's steps multiply by, of the captured values in use.
  static func all(of scan: Scan, _ demand: ScanLiveness) -> [PackedWeight] {
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
  /// An order of uses that is the same from run to run.
  fileprivate var order: (Int, Int) { (form == .times ? 0 : 1, blocks) }
}
