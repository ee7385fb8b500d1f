import Programs

/// Which values lie inside a wider one, so that nothing is copied: slices of columns that only chains and products
/// read, and parts of a join that chains and products make.
///
/// Both step from one of their rows to the next by the rows of the wider one.
struct ViewAnalysis {
  /// A part of a join that is made in its place there.
  struct Part {
    package let join: Int
    /// Where its columns begin.
    package let column: Int
  }

  /// Slices that are read where they lie.
  private(set) var views: Set<Int> = []
  package private(set) var parts: [Int: Part] = [:]

  /// - Parameter fixed: Nodes that have their place already.
  package init(_ program: Program, liveness: Liveness, outputs: Set<Int>, fixed: Set<Int>) {
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
  /// Whether its operands' rows may lie apart.
  fileprivate var readsStrided: Bool {
    switch self {
    case .product, .joinColumns, .sliceColumns: true
    default: isElementwise
    }
  }

  /// Whether its result's rows may lie apart.
  fileprivate var writesStrided: Bool {
    if case .product = self { true } else { isElementwise }
  }
}
