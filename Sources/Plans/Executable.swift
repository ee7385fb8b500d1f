import CVectorMath
import LinearAlgebra
import Programs

/// A program's work, ready to run again and again: instructions over a table of pointers.
///
/// Slot 0 is the block's working memory and slot 1 its constants. The other slots are set from outside.
final class Executable {
  /// The bytes of a number: 4 or 8.
  let elementSize: Int
  /// The bytes of the working memory.
  let memory: Int
  private let slots: UnsafeMutableBufferPointer<UnsafeMutableRawPointer?>
  private var instructions: UnsafeMutableBufferPointer<Instruction>
  private var owned: [UnsafeMutableRawPointer]
  private let bodies: [Executable]

  init(
    elementSize: Int, memory: Int, slotCount: Int, constants: UnsafeMutableRawPointer,
    instructions: [Instruction], owned: [UnsafeMutableRawPointer], bodies: [Executable]
  ) {
    self.elementSize = elementSize
    self.memory = memory
    self.owned = owned + [constants]
    self.bodies = bodies
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: nil)
    slots[1] = constants
    self.instructions = .allocate(capacity: instructions.count)
    _ = self.instructions.initialize(fromContentsOf: instructions)
  }

  deinit {
    slots.deallocate()
    instructions.deallocate()
    for pointer in owned { pointer.deallocate() }
  }

  /// Allocates the working memory of the outermost block. A body's is set at each run.
  func allocateMemory() {
    let pointer = Arena.allocate(bytes: memory)
    owned.append(pointer)
    slots[0] = pointer
  }

  func setSlot(_ slot: Int, to pointer: UnsafeMutableRawPointer?) { slots[slot] = pointer }

  @inline(__always)
  func pointer(_ reference: Reference) -> UnsafeMutableRawPointer {
    slots[reference.slot].unsafelyUnwrapped + reference.offset
  }

  /// Carries out the instructions in order.
  func run() {
    for index in instructions.indices {
      switch instructions[index] {
      case .chain(let chain): runChain(chain)
      case .product(let product): run(product)
      case .frame(let frame): run(frame)
      case .sum(let from, let shape, let to, let sum): runSum(from, shape, to, sum)
      case .logSumExp(let from, let shape, let to): runLogSumExp(from, shape, to)
      case .copy(let copy): run(copy)
      case .attention(let attention): run(attention)
      case .scan(let scan): run(scan)
      }
    }
  }

  private func runChain(_ chain: UnsafePointer<cvm_chain>) {
    let table = UnsafeRawPointer(slots.baseAddress.unsafelyUnwrapped)
      .assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    elementSize == 4 ? cvm_run_chain_f32(chain, table) : cvm_run_chain_f64(chain, table)
  }

  private func run(_ product: ProductInstruction) {
    elementSize == 4 ? run(product, Float.self) : run(product, Double.self)
  }

  @inline(__always)
  private func run<Element: Scalar>(_ product: ProductInstruction, _: Element.Type) {
    var a = pointer(product.a).assumingMemoryBound(to: Element.self)
    var b = pointer(product.b).assumingMemoryBound(to: Element.self)
    var c = pointer(product.result).assumingMemoryBound(to: Element.self)
    for _ in 0..<product.blocks {
      if product.isPacked {
        Element.gemm(
          m: product.m, n: product.n, k: product.k, a: a, lda: product.lda, packed: b, c: c,
          ldc: product.ldc)
      } else {
        Element.gemm(
          transposeA: product.form == .transposeTimes, transposeB: product.form == .timesTranspose,
          m: product.m, n: product.n, k: product.k, alpha: 1, a: a, lda: product.lda, b: b,
          ldb: product.ldb, beta: 0, c: c, ldc: product.ldc)
      }
      a += product.stepA
      b += product.stepB
      c += product.stepC
    }
  }

  private func runSum(_ from: Reference, _ shape: Shape, _ to: Reference, _ sum: Shape) {
    let (x, y) = (pointer(from), pointer(to))
    let (rows, columns) = (Int64(shape.rows), Int64(shape.columns))
    if elementSize == 4 {
      cvm_sum_f32(
        x.assumingMemoryBound(to: Float.self), rows, columns,
        y.assumingMemoryBound(to: Float.self), Int64(sum.rows), Int64(sum.columns))
    } else {
      cvm_sum_f64(
        x.assumingMemoryBound(to: Double.self), rows, columns,
        y.assumingMemoryBound(to: Double.self), Int64(sum.rows), Int64(sum.columns))
    }
  }

  private func runLogSumExp(_ from: Reference, _ shape: Shape, _ to: Reference) {
    let (x, y) = (pointer(from), pointer(to))
    let (rows, columns) = (Int64(shape.rows), Int64(shape.columns))
    if elementSize == 4 {
      cvm_log_sum_exp_f32(
        x.assumingMemoryBound(to: Float.self), rows, columns,
        y.assumingMemoryBound(to: Float.self))
    } else {
      cvm_log_sum_exp_f64(
        x.assumingMemoryBound(to: Double.self), rows, columns,
        y.assumingMemoryBound(to: Double.self))
    }
  }

  private func run(_ copy: CopyInstruction) {
    if copy.clear > 0 {
      pointer(copy.whole).initializeMemory(as: UInt8.self, repeating: 0, count: copy.clear)
    }
    var (from, to) = (pointer(copy.from), pointer(copy.to))
    for _ in 0..<copy.rows {
      to.copyMemory(from: from, byteCount: copy.width)
      from += copy.fromStride
      to += copy.toStride
    }
  }

  private func run(_ scan: UnsafePointer<ScanInstruction>) {
    let scan = scan.pointee
    for initial in scan.initial {
      pointer(initial.to).copyMemory(from: pointer(initial.from), byteCount: initial.bytes)
    }
    for packing in scan.packings {
      elementSize == 4 ? run(packing, Float.self) : run(packing, Double.self)
    }
    scan.body._withUnsafeGuaranteedRef { body in
      let slots = body.slots
      for fixed in scan.fixed { slots[fixed.slot] = pointer(fixed.from) }
      for moving in scan.moving { slots[moving.slot] = pointer(moving.from) }
      for state in scan.alternating {
        slots[state.readSlot] = pointer(state.read)
        slots[state.writeSlot] = pointer(state.write)
      }
      for _ in 0..<scan.length {
        body.run()
        for moving in scan.moving {
          slots[moving.slot] = slots[moving.slot].unsafelyUnwrapped + moving.stride
        }
        for state in scan.alternating { slots.swapAt(state.readSlot, state.writeSlot) }
      }
    }
  }

  @inline(__always)
  private func run<Element: Scalar>(_ packing: ScanInstruction.Packing, _: Element.Type) {
    let (k, n) = (packing.factor.rows, packing.factor.columns)
    var from = pointer(packing.from).assumingMemoryBound(to: Element.self)
    var to = pointer(packing.to).assumingMemoryBound(to: Element.self)
    for _ in 0..<packing.blocks {
      Element.pack(
        transposed: packing.isTransposed, k: k, n: n, b: from, ldb: packing.block.columns, to: to)
      from += packing.block.count
      to += Element.packedCount(k: k, n: n)
    }
  }
}
