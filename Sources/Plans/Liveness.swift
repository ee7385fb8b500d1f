import Programs

/// The nodes of a program on which its outputs depend, and the parts of each scan that are needed.
struct Liveness {
  let isLive: [Bool]
  let scans: [Int: ScanLiveness]

  init(_ program: Program, outputs: [Int]) {
    var isLive = [Bool](repeating: false, count: program.nodes.count)
    var scans: [Int: ScanLiveness] = [:]
    var results: [Int: [ScanResult]] = [:]
    for id in outputs { isLive[id] = true }
    for id in isLive.indices.reversed() where isLive[id] {
      let node = program.nodes[id]
      switch node.operation {
      case .result(let which):
        results[node.operands[0], default: []].append(which)
        isLive[node.operands[0]] = true
      case .scan(let scan):
        let demand = ScanLiveness(scan, results: results[id] ?? [])
        scans[id] = demand
        for operand in demand.operands { isLive[node.operands[operand]] = true }
      default:
        for operand in node.operands { isLive[operand] = true }
      }
    }
    self.isLive = isLive
    self.scans = scans
  }
}

/// The parts of a scan that its wanted results need.
struct ScanLiveness {
  /// The numbers of the states that are carried, in order.
  let carries: [Int]
  /// The numbers of the carried states whose history is kept.
  let histories: Set<Int>
  /// The numbers of the stacks that are wanted, in order.
  let stacks: [Int]
  /// The numbers of the sequences in use, in order.
  let sequences: [Int]
  /// The numbers of the captured values in use, in order.
  let captures: [Int]
  /// The positions of the operands in use.
  let operands: [Int]

  init(_ scan: Scan, results: [ScanResult]) {
    var carries: Set<Int> = []
    var histories: Set<Int> = []
    var stacks: Set<Int> = []
    for result in results {
      switch result {
      case .final(let i): carries.insert(i)
      case .history(let i):
        carries.insert(i)
        histories.insert(i)
      case .stack(let j): stacks.insert(j)
      }
    }
    var isLive: [Bool] = []
    var known = -1
    while carries.count != known {
      known = carries.count
      let outputs = carries.map { scan.next[$0] } + stacks.map { scan.stacks[$0] }
      isLive = Liveness(scan.body, outputs: outputs).isLive
      histories.formUnion(scan.lookedBackCarries(isLive))
      for (i, id) in scan.carries.enumerated() where isLive[id] { carries.insert(i) }
    }
    self.carries = carries.sorted()
    self.histories = histories
    self.stacks = stacks.sorted()
    sequences = scan.sequences.indices.filter { isLive[scan.sequences[$0]] }
    captures = scan.captures.indices.filter { isLive[scan.captures[$0]] }
    let firstSequence = scan.carries.count
    let firstCapture = firstSequence + scan.sequences.count
    operands =
      self.carries + sequences.map { firstSequence + $0 } + captures.map { firstCapture + $0 }
  }
}

extension Scan {
  /// The states whose values at earlier steps are read by live operations of the body.
  fileprivate func lookedBackCarries(_ isLive: [Bool]) -> [Int] {
    body.nodes.indices.filter { isLive[$0] }.flatMap { id in
      body.nodes[id].operation.lookedBackOperands.compactMap {
        carries.firstIndex(of: body.nodes[id].operands[$0])
      }
    }
  }
}
