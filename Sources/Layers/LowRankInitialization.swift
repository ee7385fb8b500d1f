import LinearAlgebra
import Programs
import RandomStreams
import Schema

/// The part of another rule's matrix along its strongest singular directions, rescaled to the Frobenius norm of the
/// whole matrix (arXiv:2310.08513). It may also read the first inputs alone, in line with a task of which only these
/// tell something.
///
/// Matrices of different rank are made from the same random numbers. Each block of a packed matrix has that rank by
/// itself; a mask that is put on afterwards does not keep it.
struct LowRankInitialization: Initialization {
  let whole: any Initialization
  /// The number of directions kept. A rank of the smaller side of the matrix or more keeps the matrix as it is.
  let rank: Int
  /// How many inputs are read, the first; nil for all. The columns of the others are zero.
  let inputs: Int?

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    let values = whole.values(geometry, from: &random)
    let blocks = geometry.isPacked ? geometry.modules : 1
    let size = values.count / blocks
    return (0..<blocks).flatMap { block in
      strongest(
        Matrix(
          rows: geometry.shape.rows / blocks, columns: geometry.shape.columns,
          elements: Array(values[block * size..<(block + 1) * size]))
      ).elements
    }
  }

  private func strongest(_ matrix: Matrix<Double>) -> Matrix<Double> {
    let read = min(inputs ?? matrix.columns, matrix.columns)
    guard rank < min(matrix.rows, read) || read < matrix.columns, matrix.frobeniusNorm > 0
    else { return matrix }
    var part = matrix
    for row in 0..<part.rows {
      for column in read..<part.columns { part[row, column] = 0 }
    }
    if rank < min(matrix.rows, read) {
      let system = part.singularSystem
      let kept = system.values.enumerated().map { $0 < rank ? $1 : 0 }
      part = system.left * (Matrix(diagonal: kept) * system.right)
    }
    let norm = part.frobeniusNorm
    return norm > 0 ? (matrix.frobeniusNorm / norm) * part : part
  }
}

extension InitializationDescription {
  static let lowRank = InitializationDescription(
    "low_rank", "a normal matrix's strongest directions, rescaled to its norm (arXiv:2310.08513)",
    [
      .integer(
        "rank", 1, in: 1...65536, "directions kept of each gate or module; no more than there are"),
      .real("gain", 1, in: .nonnegative, "of the normal matrix: deviation gain/√fan_in"),
      Entry(
        "inputs", .value(.word("all", or: .integer(1...1_000_000)), default: .text("all")),
        "the first so many alone are read, as by a start in line with a task of these; the norm stays"
      ),
    ]
  ) { settings in
    LowRankInitialization(
      whole: gaussian.make(settings), rank: settings.integer("rank"),
      inputs: settings.integerUnlessWord("inputs"))
  }
}
