import CVectorMath
import Programs

/// Where a matrix lies at run time, in bytes from a slot of its block's pointer table.
struct Reference {
  var slot: Int
  var offset: Int

  func advanced(by bytes: Int) -> Reference { Reference(slot: slot, offset: offset + bytes) }

  var raw: cvm_reference { cvm_reference(slot: Int64(slot), offset: Int64(offset)) }
}

/// One piece of work of a block. It has only plain numbers and pointers, so that a run touches no reference count.
enum Instruction {
  case chain(UnsafePointer<cvm_chain>)
  case product(ProductInstruction)
  case frame(FrameInstruction)
  case sum(from: Reference, Shape, to: Reference, Shape)
  case logSumExp(from: Reference, Shape, to: Reference)
  case copy(CopyInstruction)
  case attention(UnsafePointer<AttentionInstruction>)
  case scan(UnsafePointer<ScanInstruction>)
}

/// A matrix in its place, with `stride` elements from one row to the next.
struct PlacedMatrix {
  let at: Reference
  let shape: Shape
  let stride: Int
}

/// Products of the diagonal blocks of two matrices. From one block to the next the pointers advance by `stepA`, `stepB`
/// and `stepC` elements.
struct ProductInstruction {
  var form: Product
  /// Whether the blocks of the second factor are packed.
  var isPacked = false
  var a: Reference
  var b: Reference
  var result: Reference
  var blocks: Int
  var m: Int
  var n: Int
  var k: Int
  var lda: Int
  var ldb: Int
  var ldc: Int
  var stepA: Int
  var stepB: Int
  var stepC: Int

  init(
    _ form: Product, blocks: Int, a: PlacedMatrix, b: PlacedMatrix, result: PlacedMatrix
  ) {
    (self.form, self.blocks, self.a, self.b, self.result) = (form, blocks, a.at, b.at, result.at)
    (lda, ldb, ldc) = (a.stride, b.stride, result.stride)
    let (aShape, bShape) = (a.shape, b.shape)
    switch form {
    case .timesTranspose:
      (m, n, k) = (aShape.rows, bShape.rows / blocks, bShape.columns)
      (stepA, stepB, stepC) = (k, n * ldb, n)
    case .times:
      (m, n, k) = (aShape.rows, bShape.columns, bShape.rows / blocks)
      (stepA, stepB, stepC) = (k, k * ldb, n)
    case .transposeTimes:
      (m, n, k) = (aShape.columns / blocks, bShape.columns / blocks, aShape.rows)
      (stepA, stepB, stepC) = (m, n, m * ldc)
    }
  }
}

/// Copies rows of `width` bytes. Where it does not write all of the destination, it clears the destination first.
struct CopyInstruction {
  var from: Reference
  var to: Reference
  var rows: Int
  var width: Int
  var fromStride: Int
  var toStride: Int
  /// The bytes of the whole destination where not all of it is written, otherwise 0.
  var clear = 0
  /// Where the whole destination begins.
  var whole: Reference
}

/// A scan at run time.
struct ScanInstruction {
  /// A slot that moves on by `stride` bytes at each step.
  struct Moving {
    var slot: Int
    var from: Reference
    var stride: Int
  }
  /// A slot that is the same at all steps.
  struct Fixed {
    var slot: Int
    var from: Reference
  }
  /// A state without a history, which has two places that are read and written in turn.
  struct Alternating {
    var readSlot: Int
    var writeSlot: Int
    var read: Reference
    var write: Reference
  }
  /// A copy of the initial state to where the first step reads it.
  struct Initial {
    var from: Reference
    var to: Reference
    var bytes: Int
  }
  /// A weight by which every step multiplies. It is packed once, block by block.
  struct Packing {
    var from: Reference
    var to: Reference
    var blocks: Int
    var isTransposed: Bool
    /// The shape of one block of `from`.
    var block: Shape
    /// The shape of the factor that a block stands for.
    var factor: Shape
  }

  /// The block that each step runs, which the enclosing block keeps alive.
  var body: Unmanaged<Executable>
  /// The number of steps.
  var length: Int
  var moving: UnsafeBufferPointer<Moving>
  var fixed: UnsafeBufferPointer<Fixed>
  var alternating: UnsafeBufferPointer<Alternating>
  var initial: UnsafeBufferPointer<Initial>
  var packings: UnsafeBufferPointer<Packing>
}
