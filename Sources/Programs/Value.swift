/// A matrix that a program computes.
///
/// Values combine with operators and functions. Nothing is computed until a `Plan` of the program runs.
package struct Value {
  /// The program that computes the value.
  package let program: Program
  /// The number of the node that computes it.
  package let id: Int

  package init(_ program: Program, _ id: Int) {
    self.program = program
    self.id = id
  }

  /// The operation that computes it.
  package var node: Program.Node { program.nodes[id] }
  /// The number of rows and columns.
  package var shape: Shape { node.shape }
  /// R, the number of rows.
  package var rows: Int { shape.rows }
  /// C, the number of columns.
  package var columns: Int { shape.columns }

  /// The number that every element has, where it is known beforehand; nil elsewhere.
  package var constant: Double? {
    if case .constant(let number) = node.operation { number } else { nil }
  }

  /// A function of each element.
  package func unary(_ function: Unary) -> Value { program.append(.unary(function), [self], shape) }

  /// scale·x + offset, element by element.
  package func affine(_ scale: Double, _ offset: Double) -> Value {
    if let constant { return program.constant(scale * constant + offset, rows, columns) }
    if scale == 1 && offset == 0 { return self }
    if case .affine(let inner, let shift) = node.operation {
      return Value(program, node.operands[0]).affine(scale * inner, scale * shift + offset)
    }
    return program.append(.affine(scale: scale, offset: offset), [self], shape)
  }

  /// A function of the elements of two values, which are broadcast to their joint shape. Constants are worked out at
  /// once where that makes the result simpler.
  package func binary(_ function: Binary, _ other: Value) -> Value {
    let inner = program.depth >= other.program.depth ? program : other.program
    let joint = shape.broadcast(with: other.shape)
    if function == .add, let sum = interleaved(other) { return sum }
    return simplified(function, other, joint)
      ?? inner.append(.binary(function), [self, other], joint)
  }

  /// The result where one operand is a constant that makes it simpler; nil elsewhere.
  private func simplified(_ function: Binary, _ other: Value, _ joint: Shape) -> Value? {
    switch (function, constant, other.constant) {
    case (.add, let a?, _): other.affine(1, a).broadcast(to: joint)
    case (.add, _, let b?): affine(1, b).broadcast(to: joint)
    case (.subtract, let a?, _): other.affine(-1, a).broadcast(to: joint)
    case (.subtract, _, let b?): affine(1, -b).broadcast(to: joint)
    case (.multiply, let a?, _): other.scaled(a).broadcast(to: joint)
    case (.multiply, _, let b?): scaled(b).broadcast(to: joint)
    case (.divide, _, let b?): affine(1 / b, 0).broadcast(to: joint)
    default: nil
    }
  }

  private func scaled(_ factor: Double) -> Value {
    factor == 0 ? program.constant(0, rows, columns) : affine(factor, 0)
  }

  /// This value with its rows repeated in runs, and a single column repeated, up to `shape`.
  package func broadcast(to shape: Shape) -> Value {
    if shape == self.shape { return self }
    precondition(self.shape.broadcasts(to: shape), "\(self.shape) does not broadcast to \(shape)")
    if let constant { return program.constant(constant, shape.rows, shape.columns) }
    return program.append(.broadcast, [self], shape)
  }

  /// The sums over runs of rows, and over columns, down to `shape`.
  package func sum(to shape: Shape) -> Value {
    if shape == self.shape { return self }
    precondition(shape.broadcasts(to: self.shape), "\(self.shape) does not sum to \(shape)")
    if let constant {
      let terms = Double(self.shape.count / shape.count)
      return program.constant(constant * terms, shape.rows, shape.columns)
    }
    return program.append(.sum, [self], shape)
  }

  /// A matrix product; see `Product` for its shapes. A product with zeros is zeros at once.
  package func product(_ form: Product, _ other: Value, blocks: Int) -> Value {
    let inner = program.depth >= other.program.depth ? program : other.program
    let shape = form.shape(shape, other.shape, blocks: blocks)
    if constant == 0 || other.constant == 0 {
      return inner.constant(0, shape.rows, shape.columns)
    }
    return inner.append(.product(form, blocks: blocks), [self, other], shape)
  }
}
