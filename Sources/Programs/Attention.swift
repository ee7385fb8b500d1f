/// The choice of the past states to which a recurrence attends.
///
/// These are either all of them, or the `recent` last ones and up to `relevant` older ones, which are chosen by the
/// weights that they had while they were recent (relevancy screening, arXiv:2006.09471).
///
/// The choice is made from a state of the recurrence, its ledger, which has a row for each sequence. The row holds the
/// number of past states; the weights that each recent state has had, the nearest first; how many steps back each
/// relevant state lies, with 0 for an empty place; and the weights that each relevant state had. The ledger of a memory
/// without relevant states is only the number of past states.
package struct AttentionMemory: Hashable, Sendable {
  /// How many of the last states are attended to; nil for all.
  package let recent: Int?
  /// How many older states are attended to at most; 0 where `recent` is nil.
  package let relevant: Int

  /// The memory that attends to all past states.
  package static let full = AttentionMemory(recent: nil, relevant: 0)

  /// The memory of the `recent` last states and up to `relevant` older ones.
  ///
  /// - Parameters:
  ///   - recent: At least 1.
  ///   - relevant: At least 0.
  package static func screened(recent: Int, relevant: Int) -> AttentionMemory {
    precondition(recent > 0 && relevant >= 0, "\(recent) recent and \(relevant) relevant states")
    return AttentionMemory(recent: recent, relevant: relevant)
  }

  private init(recent: Int?, relevant: Int) { (self.recent, self.relevant) = (recent, relevant) }

  /// How many states are attended to at once; nil where there is no bound.
  package var capacity: Int? { recent.map { $0 + relevant } }
  /// How many weights of each sequence a step leaves for the ledger.
  package var weightCount: Int { relevant == 0 ? 0 : capacity ?? 0 }
  /// How many numbers the ledger has for each sequence.
  package var ledgerSize: Int { relevant == 0 ? 1 : 1 + (recent ?? 0) + 2 * relevant }
}

/// The outcome of one step's attention to the past of a recurrence.
package struct Attended {
  private let whole: Value
  private let units: Int
  private let memory: AttentionMemory
  private let ledger: Value

  init(_ whole: Value, units: Int, _ memory: AttentionMemory, ledger: Value) {
    (self.whole, self.units, self.memory, self.ledger) = (whole, units, memory, ledger)
  }

  /// Σ αᵢ hᵢ, B×N; zero at the first step, which has no past.
  package var context: Value { whole.columns(0..<units) }

  /// The ledger after this step. It carries no derivative, because the choice is piecewise constant.
  package var nextLedger: Value {
    guard memory.relevant > 0 else { return ledger + 1 }
    return whole.program.append(.screen(memory), [whole, ledger], ledger.shape)
  }
}

extension Value {
  /// Attends to past values of this state: Σ αᵢ hᵢ with α = softmax of vᵀ tanh(q + kᵢ) (Bahdanau et al. 2015).
  ///
  /// It is for use in a scan's body, where this value and `keys` are two of the states. Their values at earlier steps
  /// are read where the scan keeps them, so that the past is in memory once, however often it is attended to. There are
  /// derivatives of first order in reverse mode only.
  ///
  /// - Parameters:
  ///   - query: q, B×N.
  ///   - keys: kᵢ, B×N, made from this state at the same step.
  ///   - score: v, 1×N.
  ///   - ledger: A state that starts with zeros, B × `memory.ledgerSize`.
  ///   - memory: The choice of the past states.
  package func attended(
    by query: Value, keys: Value, score: Value, ledger: Value, _ memory: AttentionMemory
  ) -> Attended {
    precondition(query.shape == shape && keys.shape == shape, "\(query.shape) attends to \(shape)")
    precondition(score.shape == Shape(1, columns), "a score of \(score.shape)")
    precondition(ledger.shape == Shape(rows, memory.ledgerSize), "a ledger of \(ledger.shape)")
    let whole = program.append(
      .attend(memory), [query, keys, self, score, ledger],
      Shape(rows, columns + 1 + memory.weightCount))
    return Attended(whole, units: columns, memory, ledger: ledger)
  }

  /// The cotangents of the query, of the score, and of the state and its key one step back. This value is the cotangent
  /// of the context; see `Operation.pullAttention`.
  func pulledThroughAttention(
    _ memory: AttentionMemory, operands: [Value], attended: Value
  ) -> (query: Value, keys: Value, values: Value, score: Value) {
    let query = operands[0]
    let units = query.columns
    let context = columns(0..<units)
    let inner = [context.program, query.program].max { $0.depth < $1.depth } ?? query.program
    let pulled = inner.append(
      .pullAttention(memory), [context] + operands + [attended], Shape(query.rows, 4 * units))
    func part(_ number: Int) -> Value { pulled.columns(number * units..<(number + 1) * units) }
    return (part(0), part(2), part(3), part(1).sum(to: Shape(1, units)))
  }
}

extension Operation {
  /// The positions of the operands whose values at earlier steps the operation reads as well.
  package var lookedBackOperands: Range<Int> {
    switch self {
    case .attend: 1..<3
    case .pullAttention: 2..<4
    default: 0..<0
    }
  }
}
