import Programs

/// The values that lie inside a wider one, so that nothing is copied: slices of columns that only chains and products
/// read, and parts of a join that chains and products make.
///
/// The distance from one row of such a value to the next is the wider one's.
struct ViewAnalysis {
  /// A part of a join that is made in its place in the join.
  struct Part {
    let join: Int
    /// The column of the join at which the part begins.
    let column: Int
  }

  /// The slices that are read in their places.
  private(set) var views: Set<Int> = []
  /// The parts of joins that are made in their places.
  private(set) var parts: [Int: Part] = [:]

  /// - Parameter fixed: The nodes that have their place already.
  init(_ program: Program, liveness: Liveness, outputs: Set<Int>, fixed: Set<Int>) {
    var isReadable = [Bool](repeating: true, count: program.nodes.count)
    for (id, node) in program.nodes.enumerated() where liveness.isLive[id] {
      guard !node.operation.readsStrided else { continue }
      for operand in node.operands { isReadable[operand] = false }
    }
    func mayBeStrided(_ id: Int) -> Bool {
      liveness.isLive[id] && isReadable[id] && !outputs.contains(id) && !fixed.contains(id)
    }
    for (id, node) in program.nodes.enumerated() where mayBeStrided(id) {
      if case .sliceColumns = node.operation { views.insert(id) }
    }
    for (id, node) in program.nodes.enumerated() where liveness.isLive[id] {
      guard node.operation == .joinColumns else { continue }
      var column = 0
      for operand in node.operands {
        if mayBeStrided(operand), program.nodes[operand].operation.writesStrided,
          parts[operand] == nil
        {
          parts[operand] = Part(join: id, column: column)
        }
        column += program.nodes[operand].shape.columns
      }
    }
  }
}

extension Operation {
  /// Whether the rows of its operands may lie apart.
  fileprivate var readsStrided: Bool {
    switch self {
    case .product, .joinColumns, .sliceColumns: true
    default: isElementwise
    }
  }

  /// Whether the rows of its result may lie apart.
  fileprivate var writesStrided: Bool {
    if case .product = self { true } else { isElementwise }
  }
}
