import CVectorMath
import LinearAlgebra
import Programs

/// Turns a program into a block: it decides where each value lies, then writes the instructions.
struct ExecutableCompiler {
  static let memorySlot = 0
  static let constantSlot = 1
  static let firstFreeSlot = 2

  /// Where a value lies, before the working memory is laid out.
  enum Location {
    case fixed(Reference)
    case region(Int, offset: Int)

    func advanced(by bytes: Int) -> Location {
      switch self {
      case .fixed(let reference): .fixed(reference.advanced(by: bytes))
      case .region(let region, let offset): .region(region, offset: offset + bytes)
      }
    }
  }

  let program: Program
  let elementSize: Int
  let liveness: Liveness
  let schedule: Schedule
  /// The values to compute, and where each is wanted. A value that is wanted in two places is here twice.
  let outputs: [(id: Int, to: Reference)]
  let slotCount: Int
  /// How many times the block runs in one run of the scan whose body it is; 1 for the outermost.
  let length: Int
  /// The values that lie inside wider ones.
  let strided: ViewAnalysis
  /// The elements from one row to the next, for values where they are not the columns.
  var strides: [Int: Int] = [:]
  /// The places of the packed copies of inputs that there are.
  let packed: [PackedWeight.Use: Reference]
  /// The places of the values that have one.
  var locations: [Int: Location]
  var arena = Arena()
  /// The places of what operations keep from one run of the block to the next.
  var kept: [Int: Location] = [:]
  /// The outputs that an instruction at the end copies to their places.
  private var copies: [(id: Int, to: Reference)] = []
  private var constants = ConstantPool()
  private var scanPlans: [Int: ScanPlan] = [:]

  init(
    _ program: Program, elementSize: Int, inputs: [Int: Reference],
    outputs: [(id: Int, to: Reference)], slotCount: Int, length: Int = 1,
    packed: [PackedWeight.Use: Reference] = [:]
  ) {
    self.program = program
    self.elementSize = elementSize
    self.outputs = outputs
    self.slotCount = slotCount
    self.length = length
    self.packed = packed
    liveness = Liveness(program, outputs: outputs.map(\.id))
    schedule = Schedule(program, liveness: liveness, outputs: Set(outputs.map(\.id)))
    strided = ViewAnalysis(
      program, liveness: liveness, outputs: Set(outputs.map(\.id)), fixed: Set(inputs.keys))
    locations = inputs.mapValues { .fixed($0) }
  }

  func bytes(_ shape: Shape) -> Int { shape.count * elementSize }
  /// How many elements a matrix of this shape has once it is packed.
  func packedCount(_ factor: Shape) -> Int {
    elementSize == 4
      ? Float.packedCount(k: factor.rows, n: factor.columns)
      : Double.packedCount(k: factor.rows, n: factor.columns)
  }
  func shape(_ id: Int) -> Shape { program.nodes[id].shape }
  /// The elements from one row of a value to the next.
  func stride(_ id: Int) -> Int { strides[id] ?? shape(id).columns }

  /// The block, once every value has its place.
  mutating func compile() -> Executable {
    placeOutputs()
    for id in program.nodes.indices where liveness.isLive[id] { placeConstant(id) }
    for (index, work) in schedule.work.enumerated() { place(work, at: index) }
    for copy in copies { use(copy.id, at: schedule.work.count) }
    let memory = arena.layOut()
    var emitter = Emitter(self, constants: constants)
    for work in schedule.work { emitter.emit(work, scanPlans) }
    for copy in copies { emitter.copy(copy.id, to: copy.to) }
    return emitter.block(memory: memory, bodies: scanPlans.values.map(\.body))
  }

  /// Places each output where it is wanted, if an instruction makes it and no input is lost by that. Any other output
  /// is copied there at the end.
  private mutating func placeOutputs() {
    for (id, to) in outputs {
      if isMade(id) && locations[id] == nil && !spoilsInput(making: id, at: to) {
        locations[id] = .fixed(to)
      } else {
        copies.append((id, to))
      }
    }
  }

  private func isMade(_ id: Int) -> Bool {
    let node = program.nodes[id]
    switch node.operation {
    case .input, .constant, .sliceRows, .reshape, .scan: return false
    case .result(.final(let i)):
      return !(liveness.scans[node.operands[0]]?.histories.contains(i) ?? false)
    default: return true
    }
  }

  private mutating func placeConstant(_ id: Int) {
    guard case .constant(let number) = program.nodes[id].operation else { return }
    let offset = constants.place(number, bytes: bytes(shape(id)))
    locations[id] = .fixed(Reference(slot: Self.constantSlot, offset: offset))
  }

  private mutating func place(_ work: Schedule.Work, at index: Int) {
    switch work {
    case .chain(let members):
      let chain = FusedKernel(program, members, liveness: liveness, outputs: outputs.map(\.id))
      for operand in chain.operands { use(operand, at: index) }
      for result in chain.results { make(result, at: index) }
    case .node(let id): place(node: id, at: index)
    }
  }

  private mutating func place(node id: Int, at index: Int) {
    let node = program.nodes[id]
    switch node.operation {
    case .input, .constant, .result(.stack), .result(.history), .result(.final): break
    case .sliceRows(let from):
      let row = shape(id).columns * elementSize
      locations[id] = locations[node.operands[0]]?.advanced(by: from * row)
    case .reshape: locations[id] = locations[node.operands[0]]
    case .sliceColumns(let from) where strided.views.contains(id):
      let whole = node.operands[0]
      locations[id] = locations[whole]?.advanced(by: from * elementSize)
      strides[id] = stride(whole)
    case .scan(let scan): place(scan: scan, id, at: index)
    default:
      for operand in node.operands { use(operand, at: index) }
      make(id, at: index)
      placeKept(by: id)
    }
  }

  private mutating func place(scan: Scan, _ id: Int, at index: Int) {
    guard let demand = liveness.scans[id] else { return }
    let operands = program.nodes[id].operands
    for operand in demand.operands { use(operands[operand], at: index) }
    let overwritten = BufferReuse(scan, demand)
    for node in program.nodes.indices where liveness.isLive[node] {
      guard case .result(let which) = program.nodes[node].operation,
        program.nodes[node].operands[0] == id
      else { continue }
      if case .final(let i) = which, demand.histories.contains(i) { continue }
      if case .stack(let j) = which, locations[node] == nil, strided.parts[node] == nil,
        let sequence = overwritten.sequence(for: j),
        let place = placeGivenUp(by: operands[sequence])
      {
        locations[node] = place
      }
      make(node, at: index)
    }
    scanPlans[id] = ScanPlan(scan, demand, scanNode: id, compiler: &self, at: index)
  }

  /// The place of a value that only one scan reads, which may therefore overwrite it; nil where it may not.
  private func placeGivenUp(by id: Int) -> Location? {
    let node = program.nodes[id]
    switch node.operation {
    case .product, .result(.stack): break
    default: guard node.operation.isElementwise else { return nil }
    }
    let uses = program.nodes.indices.reduce(0) { sum, user in
      sum + (liveness.isLive[user] ? program.nodes[user].operands.count { $0 == id } : 0)
    }
    guard uses == 1, !outputs.contains(where: { $0.id == id }), strides[id] == nil,
      case .region(_, offset: 0) = locations[id]
    else { return nil }
    return locations[id]
  }

  /// Gives `id` a place in the working memory, unless it has a place already.
  mutating func make(_ id: Int, at index: Int) {
    guard locations[id] == nil else { return }
    if let part = strided.parts[id] {
      make(part.join, at: index)
      locations[id] = locations[part.join]?.advanced(by: part.column * elementSize)
      strides[id] = shape(part.join).columns
      return
    }
    locations[id] = .region(arena.region(bytes: bytes(shape(id)), at: index), offset: 0)
  }

  /// Keeps the place of `id` for one more instruction.
  private mutating func use(_ id: Int, at index: Int) {
    if case .region(let region, _) = locations[id] { arena.use(region, at: index) }
  }

  /// The place of a value once the working memory is laid out.
  func reference(_ id: Int) -> Reference {
    guard let location = locations[id] else {
      preconditionFailure("value \(id), \(program.nodes[id]), has no place")
    }
    return reference(location)
  }

  /// A place once the working memory is laid out.
  func reference(_ location: Location) -> Reference {
    switch location {
    case .fixed(let reference): reference
    case .region(let region, let offset):
      Reference(slot: Self.memorySlot, offset: arena.regions[region].offset + offset)
    }
  }
}

/// The numbers that a block holds from the start, each repeated over the bytes of its value.
struct ConstantPool {
  private var entries: [(number: Double, offset: Int, bytes: Int)] = []
  private var size = 0

  /// Makes room for a number over so many bytes, and returns its offset in bytes.
  mutating func place(_ number: Double, bytes: Int) -> Int {
    let offset = size
    entries.append((number, offset, bytes))
    size += (bytes + Arena.alignment - 1) / Arena.alignment * Arena.alignment
    return offset
  }

  /// The numbers in memory that the caller deallocates.
  func filled(elementSize: Int) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: max(size, Arena.alignment), alignment: Arena.alignment)
    for entry in entries {
      let start = memory + entry.offset
      if elementSize == 4 {
        start.initializeMemory(
          as: Float.self, repeating: Float(entry.number), count: entry.bytes / 4)
      } else {
        start.initializeMemory(as: Double.self, repeating: entry.number, count: entry.bytes / 8)
      }
    }
    return memory
  }
}

/// Compiles the outermost program, whose inputs and outputs lie in storages.
struct ProgramCompiler {
  private let program: Program
  private let elementSize: Int
  private var bases: [UnsafeMutableRawPointer] = []
  /// The places of each value. A value has several where two outputs are one value; an input is read at its first.
  private var bound: [Int: [Reference]] = [:]

  init(_ program: Program, elementSize: Int) {
    self.program = program
    self.elementSize = elementSize
  }

  /// Gives a value a place, `offset` bytes from `base`.
  mutating func bind(_ id: Int, to base: UnsafeMutableRawPointer, offset: Int) {
    let index = bases.firstIndex(of: base) ?? bases.count
    if index == bases.count { bases.append(base) }
    let place = Reference(slot: ExecutableCompiler.firstFreeSlot + index, offset: offset)
    bound[id, default: []].append(place)
  }

  /// The block that computes these values, ready to run.
  func block(for outputs: [Int]) -> Executable {
    let inputs = bound.filter { id, _ in program.inputs.contains(id) }.compactMapValues(\.first)
    let places = Set(outputs).sorted().flatMap { id in
      bound[id, default: []].dropFirst(inputs[id] == nil ? 0 : 1).map { (id: id, to: $0) }
    }
    var compiler = ExecutableCompiler(
      program, elementSize: elementSize, inputs: inputs, outputs: places,
      slotCount: ExecutableCompiler.firstFreeSlot + bases.count)
    let block = compiler.compile()
    for (index, base) in bases.enumerated() {
      block.setSlot(ExecutableCompiler.firstFreeSlot + index, to: base)
    }
    block.allocateMemory()
    return block
  }
}
