import Programs

/// The order of a program's work: elementwise nodes in chains that run as one, all other nodes singly.
///
/// Each node has a level above those of its operands. Elementwise nodes of one shape on one level form a chain, since
/// no other work can stand between them. A node that only such nodes use moves up to their level, into their chain.
struct Schedule {
  enum Work {
    case chain([Int])
    case node(Int)
  }

  /// The largest number of members of a chain. Longer chains are cut, so that they use few registers.
  static let longestChain = 32

  let work: [Work]

  init(_ program: Program, liveness: Liveness, outputs: Set<Int>) {
    let ids = program.nodes.indices.filter { liveness.isLive[$0] }
    var levels = [Int](repeating: 0, count: program.nodes.count)
    for id in ids { levels[id] = Self.level(program, id, liveness, levels) }
    Self.delay(program, ids, outputs, &levels)
    work = Self.ordered(program, ids, levels)
  }

  /// Whether two nodes may belong to one chain.
  private static func join(_ program: Program, _ a: Int, _ b: Int) -> Bool {
    program.nodes[a].operation.isElementwise && program.nodes[b].operation.isElementwise
      && program.nodes[a].shape == program.nodes[b].shape
  }

  private static func level(
    _ program: Program, _ id: Int, _ liveness: Liveness, _ levels: [Int]
  ) -> Int {
    let operands = program.nodes[id].operands
    let used = liveness.scans[id].map { $0.operands.map { operands[$0] } } ?? operands
    return used.map { levels[$0] + (join(program, $0, id) ? 0 : 1) }.max() ?? 0
  }

  private static func delay(
    _ program: Program, _ ids: [Int], _ outputs: Set<Int>, _ levels: inout [Int]
  ) {
    var users = [[Int]](repeating: [], count: program.nodes.count)
    for id in ids { for operand in program.nodes[id].operands { users[operand].append(id) } }
    for id in ids.reversed() where program.nodes[id].operation.isElementwise {
      guard !outputs.contains(id), !users[id].isEmpty,
        users[id].allSatisfy({ join(program, id, $0) })
      else { continue }
      levels[id] = users[id].map { levels[$0] }.min() ?? levels[id]
    }
  }

  private static func ordered(_ program: Program, _ ids: [Int], _ levels: [Int]) -> [Work] {
    struct Key: Hashable {
      let level: Int
      let shape: Shape
    }
    var chains: [Key: [Int]] = [:]
    var keyed: [(level: Int, first: Int, work: Work)] = []
    for id in ids {
      let node = program.nodes[id]
      if node.operation.isElementwise {
        chains[Key(level: levels[id], shape: node.shape), default: []].append(id)
      } else {
        keyed.append((levels[id], id, .node(id)))
      }
    }
    for (key, members) in chains {
      for start in stride(from: 0, to: members.count, by: longestChain) {
        let piece = Array(members[start..<min(start + longestChain, members.count)])
        keyed.append((key.level, piece[0], .chain(piece)))
      }
    }
    return keyed.sorted { ($0.level, $0.first) < ($1.level, $1.first) }.map(\.work)
  }
}
