import CVectorMath
import LinearAlgebra
import Programs

/// Writes a block's instructions once each value has its place.
struct Emitter {
  /// The bytes that a chain's registers may fill together: most of a first-level cache.
  private static let registerBytes = 24_576

  private let compiler: ExecutableCompiler
  private let constants: ConstantPool
  private var instructions: [Instruction] = []
  private var owned: [UnsafeMutableRawPointer] = []

  private var program: Program { compiler.program }

  init(_ compiler: ExecutableCompiler, constants: ConstantPool) {
    self.compiler = compiler
    self.constants = constants
  }

  /// The block of all instructions written so far.
  ///
  /// - Parameters:
  ///   - memory: The bytes of its working memory.
  ///   - bodies: The blocks of its scans, which it keeps alive.
  func block(memory: Int, bodies: [Executable]) -> Executable {
    Executable(
      elementSize: compiler.elementSize, memory: memory, slotCount: compiler.slotCount,
      constants: constants.filled(elementSize: compiler.elementSize), instructions: instructions,
      owned: owned, bodies: bodies)
  }

  mutating func emit(_ work: Schedule.Work, _ scans: [Int: ScanPlan]) {
    switch work {
    case .chain(let members): emit(chain: members)
    case .node(let id): emit(node: id, scans[id])
    }
  }

  /// Copies a value to another place.
  mutating func copy(_ id: Int, to: Reference) {
    let bytes = compiler.bytes(compiler.shape(id))
    instructions.append(
      .copy(
        CopyInstruction(
          from: compiler.reference(id), to: to, rows: 1, width: bytes, fromStride: bytes,
          toStride: bytes, whole: to)))
  }

  private mutating func emit(node id: Int, _ scan: ScanPlan?) {
    let node = program.nodes[id]
    let operands = node.operands
    switch node.operation {
    case .product(let form, let blocks):
      instructions.append(.product(product(id, form, blocks: blocks)))
    case .framewise(let form, let frames):
      let (a, b) = (operands[0], operands[1])
      instructions.append(
        .product(
          ProductInstruction(
            form, frames: frames, a: compiler.reference(a), compiler.shape(a),
            b: compiler.reference(b), compiler.shape(b), result: compiler.reference(id), node.shape)
        ))
    case .orthonormalize(let tangents):
      emitFrame(id, .orthonormalize(workspace(tangents, node.shape.columns)), blockRows: tangents)
    case .lowerTriangle(let diagonal):
      emitFrame(id, .lowerTriangle(diagonal: diagonal), blockRows: node.shape.columns)
    case .triangularSolve(let isTransposed):
      let triangle = compiler.reference(operands[0])
      emitFrame(
        id, .triangularSolve(triangle, isTransposed: isTransposed), operand: 1,
        blockRows: compiler.shape(operands[0]).columns)
    case .attend(let memory):
      let state = compiler.shape(operands[0])
      let places = memory.capacity ?? compiler.length
      emitAttention(id, .attend(room(state.columns + state.rows * (places + 2))), memory)
    case .pullAttention(let memory):
      guard let pending = compiler.kept[id] else { return }
      emitAttention(id, .pull(compiler.reference(pending)), memory)
    case .screen(let memory): emitAttention(id, .screen, memory)
    case .sum:
      instructions.append(
        .sum(
          from: compiler.reference(operands[0]), compiler.shape(operands[0]),
          to: compiler.reference(id), node.shape))
    case .logSumExp:
      instructions.append(
        .logSumExp(
          from: compiler.reference(operands[0]), compiler.shape(operands[0]),
          to: compiler.reference(id)))
    case .sliceColumns(let from):
      guard !compiler.strided.views.contains(id) else { return }
      copyColumns(operands[0], from: from, to: id, before: 0, count: node.shape.columns)
    case .joinColumns: emitJoin(id, operands)
    case .padRows(let before): emitRows(id, operands[0], before: before)
    case .scan:
      guard let scan else { return }
      let instruction = scan.instruction(compiler) { owned.append($0) }
      let kept = ScanPlan.kept([instruction]) { owned.append($0) }
      if let base = kept.baseAddress { instructions.append(.scan(base)) }
    default: break
    }
  }

  private mutating func emitAttention(
    _ id: Int, _ work: AttentionInstruction.Work, _ memory: AttentionMemory
  ) {
    guard let operands = keep(program.nodes[id].operands.map { compiler.reference($0) }),
      let attention = keep([
        AttentionInstruction(
          work: work, memory: compiler.attention(memory, of: id), operands: operands,
          result: compiler.reference(id))
      ])
    else { return }
    instructions.append(.attention(attention))
  }

  private func product(_ id: Int, _ form: Product, blocks: Int) -> ProductInstruction {
    let (a, b) = (program.nodes[id].operands[0], program.nodes[id].operands[1])
    var product = ProductInstruction(
      form, blocks: blocks, a: place(a), b: place(b), result: place(id))
    let use = PackedWeight.Use(weight: b, form: form, blocks: blocks)
    if let copy = compiler.packed[use] {
      (product.b, product.isPacked) = (copy, true)
      product.stepB = compiler.packedCount(Shape(product.k, product.n))
    }
    return product
  }

  private mutating func emitFrame(
    _ id: Int, _ work: FrameInstruction.Work, operand: Int = 0, blockRows: Int
  ) {
    let from = compiler.reference(program.nodes[id].operands[operand])
    instructions.append(
      .frame(
        FrameInstruction(
          work: work, from: from, to: compiler.reference(id), shape: compiler.shape(id),
          blockRows: blockRows)))
  }

  /// The memory in which a frame's orthonormalisation computes.
  private mutating func workspace(_ tangents: Int, _ dimension: Int) -> FrameInstruction.Workspace {
    let count =
      compiler.elementSize == 4
      ? Float.qrWorkspaceCount(k: tangents, n: dimension)
      : Double.qrWorkspaceCount(k: tangents, n: dimension)
    return FrameInstruction.Workspace(memory: room(2 * tangents + count), count: count)
  }

  /// Memory for so many numbers that no other instruction uses.
  private mutating func room(_ count: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: count * compiler.elementSize, alignment: Arena.alignment)
    owned.append(memory)
    return memory
  }

  private func place(_ id: Int) -> PlacedMatrix {
    PlacedMatrix(at: compiler.reference(id), shape: compiler.shape(id), stride: compiler.stride(id))
  }

  /// Copies the parts of a join that are not made in their places.
  private mutating func emitJoin(_ id: Int, _ operands: [Int]) {
    var column = 0
    for operand in operands {
      let count = compiler.shape(operand).columns
      let part = compiler.strided.parts[operand]
      if part?.join != id || part?.column != column {
        copyColumns(operand, from: 0, to: id, before: column, count: count)
      }
      column += count
    }
  }

  private mutating func copyColumns(
    _ operand: Int, from: Int, to id: Int, before: Int, count: Int
  ) {
    let size = compiler.elementSize
    let whole = compiler.reference(id)
    instructions.append(
      .copy(
        CopyInstruction(
          from: compiler.reference(operand).advanced(by: from * size),
          to: whole.advanced(by: before * size), rows: compiler.shape(id).rows,
          width: count * size, fromStride: compiler.stride(operand) * size,
          toStride: compiler.stride(id) * size, whole: whole)))
  }

  private mutating func emitRows(_ id: Int, _ operand: Int, before: Int) {
    let whole = compiler.reference(id)
    let bytes = compiler.bytes(compiler.shape(operand))
    let row = compiler.shape(id).columns * compiler.elementSize
    instructions.append(
      .copy(
        CopyInstruction(
          from: compiler.reference(operand), to: whole.advanced(by: before * row), rows: 1,
          width: bytes, fromStride: bytes, toStride: bytes,
          clear: compiler.bytes(compiler.shape(id)), whole: whole)))
  }

  private mutating func emit(chain members: [Int]) {
    let chain = FusedKernel(
      program, members, liveness: compiler.liveness, outputs: compiler.outputs.map(\.id))
    let (steps, registers) = chain.steps()
    let isFlat =
      chain.isFlat && (chain.operands + chain.results).allSatisfy { compiler.strides[$0] == nil }
    let shape = isFlat ? Shape(1, chain.shape.count) : chain.shape
    let operands = chain.operands.map { id in
      let operand = compiler.shape(id)
      let isFull = operand == chain.shape
      return cvm_operand(
        at: compiler.reference(id).raw,
        row_repeat: isFull || isFlat ? 1 : Int64(shape.rows / operand.rows),
        is_wide: isFull || (operand.columns == shape.columns && !isFlat) ? 1 : 0,
        stride: Int64(isFlat ? shape.columns : compiler.stride(id)))
    }
    let results = chain.results.map { id in
      cvm_result(
        at: compiler.reference(id).raw,
        stride: Int64(isFlat ? shape.columns : compiler.stride(id)))
    }
    let block = Self.block(registers: registers, elementSize: compiler.elementSize)
    let scratch = UnsafeMutableRawPointer.allocate(
      byteCount: registers * block * compiler.elementSize, alignment: Arena.alignment)
    owned.append(scratch)
    let raw = cvm_chain(
      rows: Int64(shape.rows), columns: Int64(shape.columns),
      operand_count: Int64(operands.count), result_count: Int64(results.count),
      step_count: Int64(steps.count), register_count: Int64(registers), block: Int64(block),
      operands: keep(operands), results: keep(results), steps: keep(steps), scratch: scratch)
    if let base = keep([raw]) { instructions.append(.chain(base)) }
  }

  private mutating func keep<Element>(_ elements: [Element]) -> UnsafePointer<Element>? {
    ScanPlan.kept(elements) { owned.append($0) }.baseAddress
  }

  /// The number of elements in one register, a multiple of every vector's width.
  private static func block(registers: Int, elementSize: Int) -> Int {
    let fitting = registerBytes / (registers * elementSize)
    return min(max(fitting / 64 * 64, 64), 1024)
  }
}
