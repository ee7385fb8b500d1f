import Programs

/// A scan about to become an instruction: its body's block, and how each slot of the block moves.
struct ScanPlan {
  let body: Executable
  private let scan: Scan
  private let demand: ScanLiveness
  private let scanNode: Int
  /// The body's slots by what they hold.
  private var slots = Slots()
  /// For each state without history the place of its last value, and the other place, with which it alternates.
  private var alternating:
    [Int: (last: ExecutableCompiler.Location, other: ExecutableCompiler.Location)] =
      [:]
  /// The histories that only the body reads.
  private var ownHistories: [Int: ExecutableCompiler.Location] = [:]
  private let bodyMemory: ExecutableCompiler.Location
  /// The packed weights, the body's slots for them, and their places.
  private var packed: [(weight: PackedWeight, slot: Int, at: ExecutableCompiler.Location)] = []

  private struct Slots {
    var before: [Int: Int] = [:]
    var after: [Int: Int] = [:]
    var stacks: [Int: Int] = [:]
    var sequences: [Int: Int] = [:]
    var captures: [Int: Int] = [:]
    var count = ExecutableCompiler.firstFreeSlot

    mutating func next() -> Int {
      defer { count += 1 }
      return count
    }
  }

  init(
    _ scan: Scan, _ demand: ScanLiveness, scanNode: Int, compiler: inout ExecutableCompiler,
    at index: Int
  ) {
    self.scan = scan
    self.demand = demand
    self.scanNode = scanNode
    var inputs: [Int: Reference] = [:]
    var outputs: [(id: Int, to: Reference)] = []
    func whole(_ slot: Int) -> Reference { Reference(slot: slot, offset: 0) }
    for i in demand.carries {
      slots.before[i] = slots.next()
      slots.after[i] = slots.next()
      inputs[scan.carries[i]] = slots.before[i].map(whole)
      outputs.append((scan.next[i], whole(slots.count - 1)))
    }
    for j in demand.stacks {
      slots.stacks[j] = slots.next()
      outputs.append((scan.stacks[j], whole(slots.count - 1)))
    }
    for j in demand.sequences {
      slots.sequences[j] = slots.next()
      inputs[scan.sequences[j]] = whole(slots.count - 1)
    }
    for c in demand.captures {
      slots.captures[c] = slots.next()
      inputs[scan.captures[c]] = whole(slots.count - 1)
    }
    for weight in PackedWeight.all(of: scan, demand) {
      let count = weight.use.blocks * compiler.packedCount(weight.factor)
      let region = compiler.arena.region(bytes: count * compiler.elementSize, at: index)
      packed.append((weight, slots.next(), .region(region, offset: 0)))
    }
    let copies = packed.map { ($0.weight.use, whole($0.slot)) }
    var inner = ExecutableCompiler(
      scan.body, elementSize: compiler.elementSize, inputs: inputs, outputs: outputs,
      slotCount: slots.count, length: scan.length, packed: Dictionary(uniqueKeysWithValues: copies))
    body = inner.compile()
    bodyMemory = .region(compiler.arena.region(bytes: body.memory, at: index), offset: 0)
    placeAlternating(&compiler, at: index)
  }

  private mutating func placeAlternating(_ compiler: inout ExecutableCompiler, at index: Int) {
    for i in demand.carries where !demand.histories.contains(i) {
      let bytes = compiler.bytes(scan.body.nodes[scan.carries[i]].shape)
      func region() -> ExecutableCompiler.Location {
        .region(compiler.arena.region(bytes: bytes, at: index), offset: 0)
      }
      let last = result(.final(i), compiler).flatMap { compiler.locations[$0] } ?? region()
      alternating[i] = (last, region())
    }
    for i in demand.histories.sorted() {
      let block = compiler.bytes(scan.body.nodes[scan.carries[i]].shape)
      let known = result(.history(i), compiler).flatMap { compiler.locations[$0] }
      let history =
        known
        ?? .region(
          compiler.arena.region(bytes: (scan.length + 1) * block, at: index), offset: 0)
      if known == nil { ownHistories[i] = history }
      guard let final = result(.final(i), compiler) else { continue }
      compiler.locations[final] = history.advanced(by: scan.isReversed ? 0 : scan.length * block)
    }
  }

  /// The node of a result; nil where it is not live.
  private func result(_ which: ScanResult, _ compiler: ExecutableCompiler) -> Int? {
    compiler.program.nodes.indices.first { id in
      let node = compiler.program.nodes[id]
      return compiler.liveness.isLive[id] && node.operation == .result(which)
        && node.operands[0] == scanNode
    }
  }

  /// The instruction, once every value has its place.
  ///
  /// - Parameter keep: Takes over memory that the instruction points to.
  func instruction(_ compiler: ExecutableCompiler, keep: (UnsafeMutableRawPointer) -> Void)
    -> ScanInstruction
  {
    var parts = Parts(isReversed: scan.isReversed)
    parts.fixed.append(
      ScanInstruction.Fixed(
        slot: ExecutableCompiler.memorySlot, from: compiler.reference(bodyMemory)))
    for i in demand.carries { add(carry: i, to: &parts, compiler) }
    addSequences(to: &parts, compiler)
    addCaptures(to: &parts, compiler)
    let packings = packings(&parts, compiler)
    return ScanInstruction(
      body: .passUnretained(body), length: scan.length, moving: Self.kept(parts.moving, keep),
      fixed: Self.kept(parts.fixed, keep), alternating: Self.kept(parts.turns, keep),
      initial: Self.kept(parts.initial, keep), packings: Self.kept(packings, keep))
  }

  /// The parts from which the instruction is put together.
  private struct Parts {
    let isReversed: Bool
    var moving: [ScanInstruction.Moving] = []
    var fixed: [ScanInstruction.Fixed] = []
    var initial: [ScanInstruction.Initial] = []
    var turns: [ScanInstruction.Alternating] = []

    init(isReversed: Bool) { self.isReversed = isReversed }

    /// Lets a slot run through blocks of so many bytes, starting from block number `block`.
    mutating func move(_ slot: Int?, _ start: Reference, block: Int, bytes: Int) {
      guard let slot else { return }
      moving.append(
        ScanInstruction.Moving(
          slot: slot, from: start.advanced(by: block * bytes),
          stride: isReversed ? -bytes : bytes))
    }
  }

  private func operand(_ position: Int, _ compiler: ExecutableCompiler) -> Reference {
    compiler.reference(compiler.program.nodes[scanNode].operands[position])
  }

  private func bytes(_ id: Int, _ compiler: ExecutableCompiler) -> Int {
    compiler.bytes(scan.body.nodes[id].shape)
  }

  private func add(carry i: Int, to parts: inout Parts, _ compiler: ExecutableCompiler) {
    let (T, bytes) = (scan.length, bytes(scan.carries[i], compiler))
    let start = operand(i, compiler)
    if let turn = alternating[i], let before = slots.before[i], let after = slots.after[i] {
      let (last, other) = (compiler.reference(turn.last), compiler.reference(turn.other))
      let (read, write) = T % 2 == 0 ? (last, other) : (other, last)
      parts.turns.append(
        ScanInstruction.Alternating(readSlot: before, writeSlot: after, read: read, write: write))
      parts.initial.append(ScanInstruction.Initial(from: start, to: read, bytes: bytes))
    } else if let location = ownHistories[i]
      ?? result(.history(i), compiler).flatMap({ compiler.locations[$0] })
    {
      let history = compiler.reference(location)
      let (before, after) = scan.isReversed ? (T, T - 1) : (0, 1)
      parts.initial.append(
        ScanInstruction.Initial(
          from: start, to: history.advanced(by: before * bytes), bytes: bytes))
      parts.move(slots.before[i], history, block: before, bytes: bytes)
      parts.move(slots.after[i], history, block: after, bytes: bytes)
    }
  }

  private func addSequences(to parts: inout Parts, _ compiler: ExecutableCompiler) {
    let first = scan.isReversed ? scan.length - 1 : 0
    for j in demand.stacks {
      guard let node = result(.stack(j), compiler) else { continue }
      parts.move(
        slots.stacks[j], compiler.reference(node), block: first,
        bytes: bytes(scan.stacks[j], compiler))
    }
    for j in demand.sequences {
      parts.move(
        slots.sequences[j], operand(scan.carries.count + j, compiler), block: first,
        bytes: bytes(scan.sequences[j], compiler))
    }
  }

  private var firstCapture: Int { scan.carries.count + scan.sequences.count }

  private func addCaptures(to parts: inout Parts, _ compiler: ExecutableCompiler) {
    for c in demand.captures {
      guard let slot = slots.captures[c] else { continue }
      parts.fixed.append(
        ScanInstruction.Fixed(slot: slot, from: operand(firstCapture + c, compiler)))
    }
  }

  private func packings(
    _ parts: inout Parts, _ compiler: ExecutableCompiler
  ) -> [ScanInstruction.Packing] {
    packed.map { weight, slot, location in
      let to = compiler.reference(location)
      parts.fixed.append(ScanInstruction.Fixed(slot: slot, from: to))
      return ScanInstruction.Packing(
        from: operand(firstCapture + weight.capture, compiler), to: to, blocks: weight.use.blocks,
        isTransposed: weight.use.form == .timesTranspose, block: weight.block,
        factor: weight.factor)
    }
  }

  /// The elements in newly allocated memory, which is handed to `keep`.
  static func kept<Element>(
    _ elements: [Element], _ keep: (UnsafeMutableRawPointer) -> Void
  )
    -> UnsafeBufferPointer<Element>
  {
    let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(elements.count, 1))
    _ = buffer.initialize(fromContentsOf: elements)
    if let base = buffer.baseAddress { keep(UnsafeMutableRawPointer(base)) }
    return UnsafeBufferPointer(rebasing: buffer[..<elements.count])
  }
}
