/// Forward mode through a scan: the same scan with the tangents of its states as further states.
struct ScanPushforward {
  private let scan: Scan
  private let target: Program
  private let k: Int

  init(_ scan: Scan, target: Program, k: Int) {
    self.scan = scan
    self.target = target
    self.k = k
  }

  /// The scan with tangents, and where its results are found.
  struct Outcome {
    fileprivate let node: ScanNode
    /// For each old state the index of the new state that is its tangent; nil where the state does not move.
    fileprivate let tangentCarries: [Int?]
    fileprivate let stacks: [Value]
    fileprivate let tangentStacks: [Value?]

    func primal(_ which: ScanResult) -> Value {
      if case .stack(let j) = which { stacks[j] } else { node.result(which) }
    }

    func tangent(_ which: ScanResult) -> Value? {
      switch which {
      case .final(let i): tangentCarries[i].map { node.result(.final($0)) }
      case .history(let i): tangentCarries[i].map { node.result(.history($0)) }
      case .stack(let j): tangentStacks[j]
      }
    }
  }

  /// Adds the tangents to the scan. A state moves when its start moves or when a moving value reaches it, which is
  /// found by trying until no state is added.
  func run(_ operands: [Value], _ tangents: [Value?]) -> Outcome {
    var moving = scan.carries.indices.map { tangents[$0] != nil }
    while true {
      let attempt = Attempt(self, operands, tangents, moving)
      if attempt.reached == moving { return attempt.close() }
      moving = attempt.reached
    }
  }

  /// The scan traced with the tangents of the states that are thought to move.
  private struct Attempt {
    let scan: Scan
    let moving: [Bool]
    let trace: ScanTrace
    var push: Pushforward

    init(_ parent: ScanPushforward, _ operands: [Value], _ tangents: [Value?], _ moving: [Bool]) {
      scan = parent.scan
      self.moving = moving
      let trace = ScanTrace(in: parent.target, length: scan.length, isReversed: scan.isReversed)
      self.trace = trace
      push = Pushforward(source: scan.body, target: trace.body, k: parent.k)
      let states = scan.carries.indices.map { trace.carry(operands[$0]) }
      for (i, id) in scan.carries.enumerated() {
        let shape = scan.body.nodes[id].shape.tangents(parent.k)
        let start = tangents[i] ?? parent.target.constant(0, shape.rows, shape.columns)
        push.seed(id, primal: states[i], tangent: moving[i] ? trace.carry(start) : nil)
      }
      for (j, id) in scan.sequences.enumerated() {
        let operand = scan.carries.count + j
        push.seed(
          id, primal: trace.sequence(operands[operand]),
          tangent: tangents[operand].map { trace.sequence($0) })
      }
      for (c, id) in scan.captures.enumerated() {
        let operand = scan.carries.count + scan.sequences.count + c
        push.seed(
          id, primal: trace.body.adopt(operands[operand]),
          tangent: tangents[operand].map { trace.body.adopt($0) })
      }
      push.run(through: scan.body.nodes.count - 1)
    }

    /// The states that move when those thought to move do.
    var reached: [Bool] {
      scan.next.indices.map { moving[$0] || push.tangents[scan.next[$0]] != nil }
    }

    func close() -> Outcome {
      var next = scan.next.compactMap { push.primals[$0] }
      var tangentCarries: [Int?] = []
      for (i, id) in scan.next.enumerated() {
        tangentCarries.append(moving[i] ? next.count : nil)
        guard moving[i] else { continue }
        let shape = scan.body.nodes[id].shape.tangents(push.k)
        next.append(push.tangents[id] ?? trace.body.constant(0, shape.rows, shape.columns))
      }
      let primals = scan.stacks.compactMap { push.primals[$0] }
      let tangents = scan.stacks.map { push.tangents[$0] }
      let (node, outputs) = trace.close(next: next, stacks: primals + tangents.compactMap { $0 })
      var rest = outputs.dropFirst(primals.count)
      return Outcome(
        node: node, tangentCarries: tangentCarries, stacks: Array(outputs.prefix(primals.count)),
        tangentStacks: tangents.map { $0 == nil ? nil : rest.popFirst() })
    }
  }
}
