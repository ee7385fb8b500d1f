import CVectorMath
import Programs

/// Where a matrix lies at run time: bytes from a slot of its block's pointer table.
struct Reference {
  var slot: Int
  package var offset: Int

  func advanced(by bytes: Int) -> Reference { Reference(slot: slot, offset: offset + bytes) }

  var raw: cvm_reference { cvm_reference(slot: Int64(slot), offset: Int64(offset)) }
}

/// One piece of work of a block: plain numbers and pointers only, so that a replay touches no reference count.
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

/// A matrix in its place, with `stride` elements from a row to the next.
struct PlacedMatrix {
  package let at: Reference
  package let shape: Shape
  package let stride: Int
}

/// Executable-wise products: pointers advance by these many elements from one diagonal block to the next.
struct ProductInstruction {
  package var form: Product
  /// Whether the second factor's blocks are packed.
  package var isPacked = false
  package var a: Reference
  package var b: Reference
  package var result: Reference
  package var blocks: Int
  package var m: Int
  package var n: Int
  package var k: Int
  var lda: Int
  var ldb: Int
  var ldc: Int
  var stepA: Int
  var stepB: Int
  var stepC: Int

  package init(
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

/// Copies rows of `width` bytes; first clears the destination where it is larger.
struct CopyInstruction {
  package var from: Reference
  package var to: Reference
  package var rows: Int
  package var width: Int
  var fromStride: Int
  var toStride: Int
  /// Bytes of the whole destination where not all of it is written, else 0.
  package var clear = 0
  /// Where it begins.
  package var whole: Reference
}

/// A scan at run time.
struct ScanInstruction {
  struct Moving {
    var slot: Int
    package var from: Reference
    package var stride: Int
  }
  struct Fixed {
    var slot: Int
    package var from: Reference
  }
  /// A state without a history: two places, read and written in turn.
  struct Alternating {
    var readSlot: Int
    var writeSlot: Int
    package var read: Reference
    package var write: Reference
  }
  struct Initial {
    package var from: Reference
    package var to: Reference
    package var bytes: Int
  }
  /// A weight that every step multiplies by: packed once, block by block.
  struct Packing {
    package var from: Reference
    package var to: Reference
    package var blocks: Int
    package var isTransposed: Bool
    /// Of one block of `from`, and of the factor that it stands for.
    package var block: Shape
    package var factor: Shape
  }

  package var body: Unmanaged<Executable>
  package var length: Int
  package var moving: UnsafeBufferPointer<Moving>
  package var fixed: UnsafeBufferPointer<Fixed>
  var alternating: UnsafeBufferPointer<Alternating>
  package var initial: UnsafeBufferPointer<Initial>
  var packings: UnsafeBufferPointer<Packing>
}
