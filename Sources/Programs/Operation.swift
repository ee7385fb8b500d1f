/// The primitive operations. Each has a rule for reverse mode and one for forward mode, which again consist of these
/// operations, so that derivatives of any order exist. Attention is the exception: it has a rule for reverse mode only.
package enum Operation: Hashable {
  /// A value from outside, by its number among the program's inputs.
  case input(Int)
  /// A matrix whose elements are all this number.
  case constant(Double)
  case unary(Unary)
  /// scale·x + offset.
  case affine(scale: Double, offset: Double)
  case binary(Binary)
  /// Repeats rows in runs, and a single column, up to the node's shape.
  case broadcast
  /// Sums over runs of rows, and over columns, down to the node's shape: the transpose of `broadcast`.
  case sum
  case product(Product, blocks: Int)
  /// The product of each of `frames` runs of rows with the run of the same number: see `Value.framewise`.
  case framewise(Product, frames: Int)
  /// Q of each frame of so many rows, where Z = L·Q with L lower triangular and Lᵢᵢ > 0.
  case orthonormalize(tangents: Int)
  /// The part of each square block below its diagonal, and `diagonal` times its diagonal; the blocks lie one below the
  /// other.
  case lowerTriangle(diagonal: Double)
  /// L⁻¹·X, or L⁻ᵀ·X, for square blocks, whose lower triangle is L, and as many runs of X's rows.
  case triangularSolve(isTransposed: Bool)
  /// ln Σ exp over each row, R×C → R×1.
  case logSumExp
  /// Attention of a query to the past of two of a scan's states, keys and values. The operands are query, keys, values,
  /// score and ledger. The result has the context, the logarithm of the weights' normalisation and the weights side by
  /// side.
  case attend(AttentionMemory)
  /// The cotangents of `attend`, in a scan that runs the other way. The operands are the context's cotangent, the
  /// operands of `attend` and its result.
  ///
  /// The result has four cotangents side by side: the query's; the score's, by rows; and those of the keys and of the
  /// values one step back, into which all later steps have then flowed.
  case pullAttention(AttentionMemory)
  /// The ledger after a step, from the result of `attend` and the ledger before.
  case screen(AttentionMemory)
  /// The rows from number `from` on, as many as the node's shape has.
  case sliceRows(from: Int)
  /// The columns from number `from` on, as many as the node's shape has.
  case sliceColumns(from: Int)
  /// Rows of zeros before and after the rows: the transpose of `sliceRows`.
  case padRows(before: Int)
  /// Any number of matrices of equally many rows, side by side.
  case joinColumns
  /// The same elements in the same order under another shape.
  case reshape
  /// A recurrence, whose results are nodes that follow it; its own shape is 0×0.
  case scan(Scan)
  /// One of the results of a scan.
  case result(ScanResult)

  /// Whether each element of the result depends on one element of each operand only.
  package var isElementwise: Bool {
    switch self {
    case .unary, .affine, .binary, .broadcast: true
    default: false
    }
  }
}

/// The elementwise functions of one operand.
package enum Unary: Hashable {
  case exp, expMinusOne, log, tanh, sechSquared, sigmoid, softplus, sine, cosine, complementaryErf
  case squareRoot, reciprocal, square, absolute, sign
  /// 1 where x > 0, else 0.
  case step
  /// max(x, 0).
  case positivePart
  /// x, to which no cotangents flow back. Its tangent is that of x.
  case withheld
}

/// The elementwise functions of two operands, which are broadcast to their joint shape.
package enum Binary: Hashable {
  case add, subtract, multiply, divide
}

/// The three matrix products, a set that is closed under differentiation.
///
/// With `blocks` = m > 1 the weight W is block-diagonal and stored as its m blocks one above the other:
/// a layer of m·p inputs and m·q outputs has an (m·q)×p weight.
package enum Product: Hashable {
  /// X Wᵀ: R×(m·p), (m·q)×p → R×(m·q). This is a layer's forward pass.
  case timesTranspose
  /// Y W: R×(m·q), (m·q)×p → R×(m·p). This is the layer's gradient for the inputs.
  case times
  /// Yᵀ X: R×(m·q), R×(m·p) → (m·q)×p. This is the layer's gradient for the weight.
  case transposeTimes

  /// The shape of the product of matrices of shapes `a` and `b` in m blocks; shapes that do not fit trap.
  package func shape(_ a: Shape, _ b: Shape, blocks m: Int) -> Shape {
    switch self {
    case .timesTranspose:
      precondition(a.columns == m * b.columns && b.rows % m == 0, "\(a) times transposed \(b)")
      return Shape(a.rows, b.rows)
    case .times:
      precondition(a.columns == b.rows && b.rows % m == 0, "\(a) times \(b)")
      return Shape(a.rows, m * b.columns)
    case .transposeTimes:
      precondition(
        a.rows == b.rows && a.columns % m == 0 && b.columns % m == 0, "transposed \(a) times \(b)")
      return Shape(a.columns, b.columns / m)
    }
  }
}

/// Names one of a scan's results by its kind and number; see `Scan`.
package enum ScanResult: Hashable {
  /// A state after the last step, by the number of the state.
  case final(Int)
  /// A state at all moments, by the number of the state.
  case history(Int)
  /// A value of the body over all steps, by its number in the scan's `stacks`.
  case stack(Int)
}
