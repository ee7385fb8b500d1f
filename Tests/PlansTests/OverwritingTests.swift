import LinearAlgebra
import RandomStreams
import TestSupport
import Testing

@testable import Plans
@testable import Programs

private let units = 4

/// Scans that write what they stack over the sequence that they read.
@Suite struct OverwritingTests {
  private static let steps = 3
  private static let batch = 2

  /// From the state and the drive to the next state and what is stacked.
  enum Step: CaseIterable {
    /// The drive is not needed once the stack is made.
    case last
    /// The drive is needed after that.
    case later
    /// Products need the drive.
    case product
    /// Gates, from slices of the drive, in its order.
    case gates
    /// The same gates in another order.
    case swapped

    var overwrites: Bool { self == .last || self == .gates }

    func callAsFunction(_ state: Value, _ drive: Value) -> (Value, Value) {
      let (left, right) = (0..<units / 2, units / 2..<units)
      switch self {
      case .last:
        let x = state + drive
        return (x.tanh() * x, x)
      case .later:
        let y = (state + drive).sigmoid()
        return (y * drive, y)
      case .product: return (state.timesTranspose(drive).times(drive).tanh(), state * drive)
      case .gates, .swapped:
        let a = (drive.columns(left) + state.columns(left)).sigmoid()
        let b = (drive.columns(right) * state.columns(right)).tanh()
        return (.joined([a * b, b - a]), .joined(self == .gates ? [a, b] : [b, a]))
      }
    }
  }

  @Test(arguments: Step.allCases)
  func `a scan is its steps written out, whatever it overwrites`(_ step: Step) {
    let (T, B, N) = (Self.steps, Self.batch, units)
    let program = Program()
    let x = [Shape(B, N), Shape(T * B, N), Shape(N, N)].map { program.input($0.rows, $0.columns) }
    // A product lies in working memory, where it may be overwritten.
    let drive = x[1].timesTranspose(x[2])
    let scan = program.scan(length: T, carries: [x[0]], sequences: [drive]) { states, inputs in
      let (next, stack) = step(states[0], inputs[0])
      return ([next], [stack])
    }
    var state = x[0]
    var pairs: [(found: Value, expected: Value)] = []
    for rows in (0..<T).map({ $0 * B..<($0 + 1) * B }) {
      let (next, stack) = step(state, x[1].rows(rows).timesTranspose(x[2]))
      state = next
      // Sums, since a result of its own would have a place of its own.
      pairs.append((scan.stacks[0].rows(rows) + 0.5, stack + 0.5))
    }
    pairs.append((scan.finals[0], state))
    let plan = Plan<Double>(outputs: pairs.flatMap { [$0.found, $0.expected] })
    var random = RandomStream(seed: 3, purpose: "overwriting")
    for value in x {
      plan.storage(of: value).elements = (0..<value.shape.count).map { _ in random.normal() }
    }
    plan.run()
    for pair in pairs {
      let (found, expected) = (plan.storage(of: pair.found), plan.storage(of: pair.expected))
      // The same sums, perhaps in another order.
      #expect(areClose(found.elements, expected.elements, within: 1e-14))
    }
    #expect(Self.overwritten(in: program) == step.overwrites)
  }

  /// Whether the program's scan overwrites its only sequence.
  private static func overwritten(in program: Program) -> Bool {
    program.nodes.contains { node in
      guard case .scan(let scan) = node.operation else { return false }
      let demand = ScanLiveness(scan, results: [.final(0), .stack(0)])
      return BufferReuse(scan, demand).sequence(for: 0) != nil
    }
  }

  @Test(arguments: [[0, 1], [1, 0]])
  func `derivatives of gates that are kept together`(order: [Int]) {
    let (T, B) = (Self.steps, Self.batch)
    DerivativeCheck([Shape(T * B, 2), Shape(4, 2), Shape(4, 2), Shape(1, 4), Shape(B, 2)]) {
      program, x in
      program.scan(length: T, carries: [x[4]], sequences: [x[0]]) { states, inputs in
        let all = states[0].timesTranspose(x[1]) + inputs[0].timesTranspose(x[2]) + x[3]
        let gates = [all.columns(0..<2).sigmoid(), all.columns(2..<4).tanh()]
        Value.keepTogether(order.map { gates[$0] })
        return ([gates[0] * (states[0] - gates[1]) + gates[1]], [])
      }.finals[0]
    }.run()
  }

  @Test func `what is kept together is one stack`() {
    let program = Program()
    let (x, s) = (program.input(Self.steps * Self.batch, 4), program.input(Self.batch, 2))
    let scan = program.scan(length: Self.steps, carries: [s], sequences: [x]) { states, inputs in
      let a = (inputs[0].columns(0..<2) + states[0]).sigmoid()
      let b = (inputs[0].columns(2..<4) + states[0]).tanh()
      Value.keepTogether([a, b])
      return ([a * b], [])
    }
    _ = scan.finals[0].sum().gradients(withRespectTo: [x])
    let stacks = program.nodes.compactMap { node -> Int? in
      guard case .result(.stack) = node.operation else { return nil }
      return node.shape.columns
    }
    // The gates going forward, their cotangents going back.
    #expect(stacks == [4, 4])
  }
}
