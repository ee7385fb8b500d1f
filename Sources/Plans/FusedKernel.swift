import CVectorMath
import Programs

/// A fused chain: the values that it reads, those that it leaves in memory, and its steps over registers.
struct FusedKernel {
  let program: Program
  let members: [Int]
  /// The values from outside the chain, in the order of their registers.
  let operands: [Int]
  /// The members that are used outside the chain, in the order of their registers.
  let results: [Int]
  private let uses: [Int: Int]

  init(_ program: Program, _ members: [Int], liveness: Liveness, outputs: [Int]) {
    self.program = program
    self.members = members
    let inside = Set(members)
    var operands: [Int] = []
    for id in members {
      for operand in program.nodes[id].operands
      where !inside.contains(operand) && !operands.contains(operand) { operands.append(operand) }
    }
    var outside = Set(outputs)
    var uses: [Int: Int] = [:]
    for (id, node) in program.nodes.enumerated() where liveness.isLive[id] {
      let isMember = inside.contains(id)
      for operand in node.operands where inside.contains(operand) {
        uses[operand, default: 0] += 1
        if !isMember { outside.insert(operand) }
      }
    }
    self.operands = operands
    results = members.filter { outside.contains($0) }
    self.uses = uses
  }

  /// The shape of every member.
  var shape: Shape { program.nodes[members[0]].shape }

  /// Whether each operand is as large as the result or a single number, so that rows do not matter.
  var isFlat: Bool {
    operands.allSatisfy { program.nodes[$0].shape == shape || program.nodes[$0].shape == .scalar }
  }

  /// Whether a member exists only inside the one step that uses it, so that this step may absorb it.
  private func isAbsorbable(_ id: Int) -> Bool {
    members.contains(id) && !results.contains(id) && uses[id] == 1
  }

  /// The steps, and how many registers they use.
  func steps() -> (steps: [cvm_step], registers: Int) {
    var allocator = RegisterAllocator(self)
    let order = ordered()
    for (position, compound) in order.enumerated() {
      for operand in compound.operands { allocator.use(operand, at: position) }
    }
    var steps = order.enumerated().map { allocator.step($1, at: $0) }
    for position in steps.indices {
      carry(from: order[..<position], to: order[position...], &steps)
    }
    return (steps, allocator.count)
  }

  /// Marks the operand of a step that is the result of the step before. That result need not go through memory unless
  /// it is read again.
  private func carry(
    from done: ArraySlice<Compound>, to rest: ArraySlice<Compound>, _ steps: inout [cvm_step]
  ) {
    steps[rest.startIndex].is_kept = 1
    guard let before = done.last, before.results.count == 1, let made = before.results.first,
      let operand = rest.first?.operands.firstIndex(of: made)
    else { return }
    steps[rest.startIndex].carried = Int32(operand + 1)
    let reads = rest.reduce(0) { $0 + $1.operands.count { $0 == made } }
    if reads == 1 && !results.contains(made) { steps[rest.startIndex - 1].is_kept = 0 }
  }

  /// Whether `result` may lie where `operand` lies, element upon element, because no step reads `operand` after
  /// `result` is made.
  func mayOverwrite(_ operand: Int, with result: Int) -> Bool {
    let order = ordered()
    guard let made = order.firstIndex(where: { $0.results.contains(result) }) else { return false }
    return order.dropFirst(made + 1).allSatisfy { !$0.operands.contains(operand) }
  }

  /// The operations of the steps in their order.
  private func ordered() -> [Compound] {
    var compounds: [Int: Compound] = [:]
    var absorbed: Set<Int> = []
    for id in members.reversed() where !absorbed.contains(id) {
      let compound = compound(id)
      compounds[id] = compound
      absorbed.formUnion(compound.absorbed)
    }
    for twins in twins() {
      guard let first = twins.min(), let last = twins.max() else { continue }
      compounds[last] = nil
      compounds[first] = Compound(
        operation: Int32(CVM_SOFTPLUS_AND_SIGMOID), operands: node(first).operands,
        results: twins)
    }
    return members.compactMap { id in
      compounds[id].map { compound in
        var compound = compound
        if compound.results.isEmpty { compound.results = [id] }
        return compound
      }
    }
  }

  /// One step's operation, with the nodes that it absorbs.
  struct Compound {
    /// The code of the operation in `chain.h`.
    var operation: Int32
    /// One to three nodes.
    var operands: [Int]
    /// The scale of an affine function.
    var x = 0.0
    /// The offset of an affine function.
    var y = 0.0
    var absorbed: [Int] = []
    /// The nodes that the step makes: one, or two.
    var results: [Int] = []
  }

  /// The pairs of softplus and logistic function of one operand, which share their exponential.
  private func twins() -> [[Int]] {
    members.compactMap { softplus in
      guard node(softplus).operation == .unary(.softplus) else { return nil }
      let sigmoid = members.first {
        node($0).operation == .unary(.sigmoid) && node($0).operands == node(softplus).operands
      }
      return sigmoid.map { [softplus, $0] }
    }
  }

  private func node(_ id: Int) -> Program.Node { program.nodes[id] }

  private func compound(_ id: Int) -> Compound {
    let operands = node(id).operands
    switch node(id).operation {
    case .unary(let function): return Compound(operation: function.code, operands: operands)
    case .affine(let scale, let offset):
      return Compound(operation: Int32(CVM_AFFINE), operands: operands, x: scale, y: offset)
    case .binary(.add):
      return slopeSumCompound(operands[0], operands[1])
        ?? slopeSumCompound(operands[1], operands[0])
        ?? sumCompound(operands[0], operands[1]) ?? sumCompound(operands[1], operands[0])
        ?? Compound(operation: Int32(CVM_ADD), operands: operands)
    case .binary(.multiply):
      return slopeCompound(operands[0], operands[1]) ?? slopeCompound(operands[1], operands[0])
        ?? Compound(operation: Int32(CVM_MULTIPLY), operands: operands)
    case .binary(let function): return Compound(operation: function.code, operands: operands)
    default: return Compound(operation: Int32(CVM_COPY), operands: operands)
    }
  }

  /// (p + q) + c or (p · q) + c as one step; nil where it cannot be.
  private func sumCompound(_ inner: Int, _ c: Int) -> Compound? {
    guard isAbsorbable(inner), inner != c, case .binary(let function) = node(inner).operation else {
      return nil
    }
    let operation: Int32
    switch function {
    case .add: operation = Int32(CVM_ADD3)
    case .multiply: operation = Int32(CVM_MULTIPLY_ADD)
    default: return nil
    }
    return Compound(
      operation: operation, operands: node(inner).operands + [c], absorbed: [inner])
  }

  /// a · (1 − y²) + c or a · (y · (1 − y)) + c as one step; nil where it cannot be.
  private func slopeSumCompound(_ inner: Int, _ c: Int) -> Compound? {
    guard isAbsorbable(inner), inner != c, node(inner).operation == .binary(.multiply) else {
      return nil
    }
    let (p, q) = (node(inner).operands[0], node(inner).operands[1])
    guard var compound = slopeCompound(p, q) ?? slopeCompound(q, p) else { return nil }
    let isSquare = compound.operation == Int32(CVM_MULTIPLY_ONE_MINUS_SQUARE)
    compound.operation = Int32(isSquare ? CVM_ONE_MINUS_SQUARE_ADD : CVM_LOGISTIC_SLOPE_ADD)
    compound.operands.append(c)
    compound.absorbed.append(inner)
    return compound
  }

  /// a · (1 − y²) or a · (y · (1 − y)) as one step; nil where it cannot be.
  private func slopeCompound(_ a: Int, _ derivative: Int) -> Compound? {
    guard isAbsorbable(derivative), a != derivative else { return nil }
    switch node(derivative).operation {
    case .affine(-1, 1):
      let square = node(derivative).operands[0]
      guard isAbsorbable(square), case .unary(.square) = node(square).operation else { return nil }
      return Compound(
        operation: Int32(CVM_MULTIPLY_ONE_MINUS_SQUARE),
        operands: [a, node(square).operands[0]], absorbed: [derivative, square])
    case .binary(.multiply):
      let (y, rest) = (node(derivative).operands[0], node(derivative).operands[1])
      guard isAbsorbable(rest), node(rest).operation == .affine(scale: -1, offset: 1),
        node(rest).operands[0] == y
      else { return nil }
      return Compound(
        operation: Int32(CVM_MULTIPLY_LOGISTIC_SLOPE), operands: [a, y],
        absorbed: [derivative, rest])
    default: return nil
    }
  }
}

/// Gives the values of a chain their registers: operands first, then results, then temporaries, whose registers are
/// used again once they are free.
private struct RegisterAllocator {
  private var registers: [Int: Int] = [:]
  private var lastUse: [Int: Int] = [:]
  private var free: [Int] = []
  private let temporaries: Int
  private(set) var count: Int

  init(_ chain: FusedKernel) {
    for id in chain.operands + chain.results { registers[id] = registers.count }
    count = chain.operands.count + chain.results.count
    temporaries = count
  }

  mutating func use(_ id: Int, at position: Int) { lastUse[id] = position }

  mutating func step(_ compound: FusedKernel.Compound, at position: Int) -> cvm_step {
    let sources = compound.operands.map { Int32(registers[$0] ?? 0) }
    for operand in Set(compound.operands) where lastUse[operand] == position {
      if let register = registers[operand], register >= temporaries { free.append(register) }
    }
    let destinations = compound.results.map { Int32(register(for: $0)) }
    return cvm_step(
      operation: compound.operation, destination: destinations[0], a: sources[0],
      b: sources.count > 1 ? sources[1] : sources[0],
      c: sources.count > 2 ? sources[2] : sources[0],
      second: destinations.count > 1 ? destinations[1] : 0, carried: 0, is_kept: 1, x: compound.x,
      y: compound.y)
  }

  private mutating func register(for id: Int) -> Int {
    let register = registers[id] ?? temporary()
    registers[id] = register
    return register
  }

  private mutating func temporary() -> Int {
    if let register = free.popLast() { return register }
    count += 1
    return count - 1
  }
}

extension Unary {
  var code: Int32 {
    let code =
      switch self {
      case .exp: CVM_EXP
      case .expMinusOne: CVM_EXPM1
      case .log: CVM_LOG
      case .tanh: CVM_TANH
      case .sechSquared: CVM_SECH2
      case .sigmoid: CVM_SIGMOID
      case .softplus: CVM_SOFTPLUS
      case .sine: CVM_SINE
      case .cosine: CVM_COSINE
      case .complementaryErf: CVM_ERFC
      case .squareRoot: CVM_SQUARE_ROOT
      case .reciprocal: CVM_RECIPROCAL
      case .square: CVM_SQUARE
      case .absolute: CVM_ABSOLUTE
      case .sign: CVM_SIGN
      case .step: CVM_STEP
      case .positivePart: CVM_POSITIVE_PART
      case .withheld: CVM_COPY
      }
    return Int32(code)
  }
}

extension Binary {
  var code: Int32 {
    let code =
      switch self {
      case .add: CVM_ADD
      case .subtract: CVM_SUBTRACT
      case .multiply: CVM_MULTIPLY
      case .divide: CVM_DIVIDE
      }
    return Int32(code)
  }
}
