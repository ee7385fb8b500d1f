import LinearAlgebra
import RandomStreams
import Testing

@testable import Plans
@testable import Programs

/// Scans long enough that their weights are packed once, before the first step.
@Suite struct LongScanTests {
  private static let steps = 9
  private static let batch = 3
  private static let units = 4

  private static func step(_ state: Value, _ weight: Value, _ drive: Value, blocks: Int) -> Value {
    (state.timesTranspose(weight, blocks: blocks) + drive).tanh()
  }

  private static func scan(_ x: [Value], blocks: Int) -> ScanOutputs {
    x[0].program.scan(length: steps, carries: [x[0]], sequences: [x[2]]) { states, inputs in
      ([step(states[0], x[1], inputs[0], blocks: blocks)], [])
    }
  }

  private static func shapes(blocks: Int) -> [Shape] {
    [Shape(batch, units), Shape(units, units / blocks), Shape(steps * batch, units)]
  }

  @Test(arguments: [1, 2])
  func `a long scan is its steps written out`(blocks: Int) {
    let program = Program()
    let x = Self.shapes(blocks: blocks).map { program.input($0.rows, $0.columns) }
    var state = x[0]
    for t in 0..<Self.steps {
      let drive = x[2].rows(t * Self.batch..<(t + 1) * Self.batch)
      state = Self.step(state, x[1], drive, blocks: blocks)
    }
    let final = Self.scan(x, blocks: blocks).finals[0]
    let plan = Plan<Double>(outputs: [final, state])
    var random = RandomStream(seed: 5, purpose: "long scan")
    for value in x {
      plan.storage(of: value).elements = (0..<value.shape.count).map { _ in random.normal() }
    }
    plan.run()
    for (a, b) in zip(plan.storage(of: final).elements, plan.storage(of: state).elements) {
      #expect(abs(a - b) < 1e-14)  // The same sums, perhaps in another order.
    }
  }

  @Test(arguments: [1, 2])
  func `derivatives of a long scan's last moment, read from its history`(blocks: Int) {
    DerivativeCheck(Self.shapes(blocks: blocks), in: -0.7...0.7) { _, x in
      let states = Self.scan(x, blocks: blocks).states[0]
      return states.rows(states.rows - Self.batch..<states.rows).square()
    }.run()
  }

  @Test func `the last moment of a history is the final state`() {
    let program = Program()
    let x = Self.shapes(blocks: 1).map { program.input($0.rows, $0.columns) }
    let scan = Self.scan(x, blocks: 1)
    let states = scan.states[0]
    let last = states.rows(states.rows - Self.batch..<states.rows)
    #expect(last.id == scan.finals[0].id)
    #expect(states.rows(0..<Self.batch).id != last.id)
  }
}
