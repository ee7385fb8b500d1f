import Programs

/// The sequences of a scan that its stacks may overwrite step by step. Such a sequence is as large as the stack, and a
/// step reads nothing of it once it has written that block of the stack.
///
/// The activations then lie where the drive was, and their cotangents where the activations were, so that memory that
/// is far larger than a cache is gone through half as often.
struct BufferReuse {
  private let demand: ScanLiveness
  private let body: Program
  private let liveness: Liveness
  private let outputs: Set<Int>
  private let schedule: Schedule
  private let strided: ViewAnalysis
  /// The numbers of the sequences, by the numbers of the stacks that may overwrite them.
  private var sequences: [Int: Int] = [:]
  private let firstSequence: Int

  init(_ scan: Scan, _ demand: ScanLiveness) {
    self.demand = demand
    body = scan.body
    firstSequence = scan.carries.count
    let outputs = demand.carries.map { scan.next[$0] } + demand.stacks.map { scan.stacks[$0] }
    self.outputs = Set(outputs)
    liveness = Liveness(body, outputs: outputs)
    schedule = Schedule(body, liveness: liveness, outputs: self.outputs)
    strided = ViewAnalysis(
      body, liveness: liveness, outputs: self.outputs, fixed: Set(body.inputs))
    var free = demand.sequences
    for j in demand.stacks {
      let stack = scan.stacks[j]
      guard let k = free.firstIndex(where: { mayOverwrite(scan.sequences[$0], with: stack) })
      else { continue }
      sequences[j] = free.remove(at: k)
    }
  }

  /// The position among the scan's operands of the sequence that stack `j` may overwrite; nil where there is none.
  func sequence(for j: Int) -> Int? { sequences[j].map { firstSequence + $0 } }

  /// A node that is read or written, with its columns in the sequence or in the stack.
  private struct Part {
    let id: Int
    let columns: Range<Int>
  }

  private func mayOverwrite(_ sequence: Int, with stack: Int) -> Bool {
    guard body.nodes[sequence].shape == body.nodes[stack].shape, let read = readParts(of: sequence),
      let written = writtenParts(of: stack)
    else { return false }
    return read.allSatisfy { read in
      written.allSatisfy { written in
        !read.columns.overlaps(written.columns)
          || (read.columns == written.columns && isDone(with: read.id, beforeMaking: written.id))
      }
    }
  }

  /// The sequence itself and its views; nil where it is read in any other way.
  private func readParts(of sequence: Int) -> [Part]? {
    guard !outputs.contains(sequence) else { return nil }
    var parts: [Part] = []
    if users(of: sequence).contains(where: { body.nodes[$0].operation.isElementwise }) {
      parts.append(Part(id: sequence, columns: 0..<body.nodes[sequence].shape.columns))
    }
    for user in users(of: sequence) where !body.nodes[user].operation.isElementwise {
      guard case .sliceColumns(let from) = body.nodes[user].operation, strided.views.contains(user),
        users(of: user).allSatisfy({ body.nodes[$0].operation.isElementwise })
      else { return nil }
      parts.append(Part(id: user, columns: from..<from + body.nodes[user].shape.columns))
    }
    return parts
  }

  /// The stack itself or, where it is a join, its parts; nil where chains do not make them in their places.
  private func writtenParts(of stack: Int) -> [Part]? {
    let node = body.nodes[stack]
    if node.operation.isElementwise { return [Part(id: stack, columns: 0..<node.shape.columns)] }
    guard node.operation == .joinColumns else { return nil }
    var column = 0
    var parts: [Part] = []
    for id in node.operands {
      guard let place = strided.parts[id], place.join == stack, place.column == column,
        body.nodes[id].operation.isElementwise
      else { return nil }
      parts.append(Part(id: id, columns: column..<column + body.nodes[id].shape.columns))
      column = parts[parts.count - 1].columns.upperBound
    }
    return parts
  }

  private func users(of id: Int) -> [Int] {
    body.nodes.indices.filter { liveness.isLive[$0] && body.nodes[$0].operands.contains(id) }
  }

  /// Whether all nodes that read `read` have done so before `made` is written, element by element.
  private func isDone(with read: Int, beforeMaking made: Int) -> Bool {
    let chains = schedule.work.compactMap { work in
      if case .chain(let members) = work { members } else { nil }
    }
    guard let index = chains.firstIndex(where: { $0.contains(made) }) else { return false }
    let chain = FusedKernel(body, chains[index], liveness: liveness, outputs: Array(outputs))
    let later = Set(chains[(index + 1)...].joined())
    return later.isDisjoint(with: users(of: read)) && chain.mayOverwrite(read, with: made)
  }
}
