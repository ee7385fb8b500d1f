/// Which of its past states a recurrence attends to.
///
/// Either all of them; or the `recent` last ones and up to `relevant` older ones, chosen by the weights that they had
/// while they were recent (relevancy screening, arXiv:2006.09471).
///
/// What it takes to choose is a state of the recurrence, its ledger, a row for each sequence: the number of past states;
/// of each recent one, the nearest first, the weights it has had; how many steps back each relevant one lies, 0 for an
/// empty place; the weights that each of these had. Of a memory without relevant states it is the number alone.
package struct AttentionMemory: Hashable, Sendable {
  /// Nil for all.
  package let recent: Int?
  package let relevant: Int

  package static let full = AttentionMemory(recent: nil, relevant: 0)

  /// - Parameter recent: At least 1.
  package static func screened(recent: Int, relevant: Int) -> AttentionMemory {
    precondition(recent > 0 && relevant >= 0, "\(recent) recent and \(relevant) relevant states")
    return AttentionMemory(recent: recent, relevant: relevant)
  }

  private init(recent: Int?, relevant: Int) { (self.recent, self.relevant) = (recent, relevant) }

  /// States at once; nil where there is no bound.
  package var capacity: Int? { recent.map { $0 + relevant } }
  /// Weights that a step leaves for the ledger.
  package var weightCount: Int { relevant == 0 ? 0 : capacity ?? 0 }
  /// Numbers of the ledger, for each sequence.
  package var ledgerSize: Int { relevant == 0 ? 1 : 1 + (recent ?? 0) + 2 * relevant }
}

/// What one step of a recurrence finds in its past.
package struct Attended {
  private let whole: Value
  private let units: Int
  private let memory: AttentionMemory
  private let ledger: Value

  init(_ whole: Value, units: Int, _ memory: AttentionMemory, ledger: Value) {
    (self.whole, self.units, self.memory, self.ledger) = (whole, units, memory, ledger)
  }

  /// Σ αᵢ hᵢ, B×N; zero where there is no past yet.
  package var context: Value { whole.columns(0..<units) }

  /// The ledger after this step. It carries no derivative: the choice is piecewise constant.
  package var nextLedger: Value {
    guard memory.relevant > 0 else { return ledger + 1 }
    return whole.program.append(.screen(memory), [whole, ledger], ledger.shape)
  }
}

extension Value {
  /// Attends to past values of this state: Σ αᵢ hᵢ with α = softmax of vᵀ tanh(q + kᵢ) (Bahdanau et al. 2015).
  ///
  /// To be used in a scan's body, of whose states this and `keys` are two: what they were at earlier steps is read where
  /// the scan keeps it, so that the past is in memory once, however often it is attended to. Derivatives of first order
  /// in reverse mode only.
  ///
  /// - Parameters:
  ///   - query: q, B×N.
  ///   - keys: kᵢ, B×N: made from this state, at the same step.
  ///   - score: v, 1×N.
  ///   - ledger: A state that starts with zeros, B × `memory.ledgerSize`.
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

  /// The cotangents of the query, of the score, and of the state and its key one step back, this being that of what was
  /// attended: see `Operation.pullAttention`.
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
  /// The positions of the operands whose values at earlier steps it reads, too.
  package var lookedBackOperands: Range<Int> {
    switch self {
    case .attend: 1..<3
    case .pullAttention: 2..<4
    default: 0..<0
    }
  }
}
