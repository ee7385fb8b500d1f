/// Columns taken apart and put together, from which gates and joint states are made.
extension Value {
  /// These columns as a matrix of as many rows.
  package func columns(_ range: Range<Int>) -> Value {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(shape)")
    if range == 0..<columns { return self }
    if let constant { return program.constant(constant, rows, range.count) }
    if let part = part(range) { return part }
    return program.append(
      .sliceColumns(from: range.lowerBound), [self], Shape(rows, range.count))
  }

  /// Matrices of equally many rows side by side; there must be at least one, and each must have a column.
  package static func joined(_ parts: [Value]) -> Value {
    precondition(
      !parts.isEmpty && parts.allSatisfy { $0.rows == parts[0].rows && $0.columns > 0 },
      "side by side: \(parts.map(\.shape))")
    var first = 0
    let pieces = parts.flatMap { part in
      defer { first += part.columns }
      return part.pieces.map { ($0.first + first, $0.value) }
    }
    return joined(pieces, rows: parts[0].rows, columns: first, in: parts.map(\.program).innermost)
  }

  /// Lets a scan that keeps one of these values for its derivative keep them all, side by side in one matrix. That is
  /// the matrix of the drive that they come from, where they have its order and shape.
  package static func keepTogether(_ parts: [Value]) { _ = joined(parts) }

  /// This matrix with columns of zeros before and after, `total` columns in all.
  package func paddedColumns(before: Int, total: Int) -> Value {
    precondition(
      before >= 0 && before + columns <= total, "\(shape) at column \(before) of \(total)")
    return Self.joined(
      pieces.map { ($0.first + before, $0.value) }, rows: rows, columns: total, in: program)
  }

  /// The sum of two matrices that are never both nonzero at a column, which are put side by side instead of added up;
  /// nil where they are not such.
  func interleaved(_ other: Value) -> Value? {
    guard shape == other.shape, isJoin, other.isJoin else { return nil }
    let all = (pieces + other.pieces).sorted { $0.first < $1.first }
    let isDisjoint = zip(all, all.dropFirst()).allSatisfy {
      $0.first + $0.value.columns <= $1.first
    }
    guard isDisjoint else { return nil }
    return Self.joined(
      all.map { ($0.first, $0.value) }, rows: rows, columns: columns,
      in: [program, other.program].innermost)
  }

  private var isJoin: Bool { node.operation == .joinColumns }

  /// The parts that are not zero, and the columns at which they begin.
  private var pieces: [(first: Int, value: Value)] {
    guard isJoin else { return constant == 0 ? [] : [(0, self)] }
    var first = 0
    return node.operands.compactMap { id in
      let part = Value(program, id)
      defer { first += part.columns }
      return part.constant == 0 ? nil : (first, part)
    }
  }

  /// A range of columns that lies within one part of a join; nil where it does not.
  private func part(_ range: Range<Int>) -> Value? {
    guard isJoin else { return nil }
    var first = 0
    for part in node.operands.map({ Value(program, $0) }) {
      if first <= range.lowerBound && range.upperBound <= first + part.columns {
        return part.columns(range.lowerBound - first..<range.upperBound - first)
      }
      first += part.columns
    }
    return nil
  }

  /// The pieces in the order of their columns, with zeros in the gaps.
  private static func joined(
    _ pieces: [(first: Int, value: Value)], rows: Int, columns: Int, in program: Program
  ) -> Value {
    var parts: [Value] = []
    var filled = 0
    for (first, value) in pieces {
      if first > filled { parts.append(program.constant(0, rows, first - filled)) }
      parts.append(value)
      filled = first + value.columns
    }
    if filled < columns { parts.append(program.constant(0, rows, columns - filled)) }
    return parts.count == 1
      ? parts[0] : program.append(.joinColumns, parts, Shape(rows, columns))
  }
}

extension [Program] {
  /// The one inside all others.
  fileprivate var innermost: Program { self.max { $0.depth < $1.depth } ?? self[0] }
}
