import LinearAlgebra
import RandomStreams
import Testing

@testable import Plans
@testable import Programs

@Suite struct ScanTests {
  /// A vanilla recurrent net with a read-out at the last step: x, W, U, b, V, h₀.
  static let shapes = [
    Shape(4 * 2, 3), Shape(4, 4), Shape(4, 3), Shape(1, 4), Shape(2, 4), Shape(2, 4),
  ]

  static func net(_ program: Program, _ x: [Value], unit: (Value) -> Value) -> ScanOutputs {
    program.scan(length: 4, carries: [x[5]], sequences: [x[0]]) { states, inputs in
      let input = inputs[0].timesTranspose(x[2])
      return ([unit(states[0].timesTranspose(x[1]) + input + x[3])], [])
    }
  }

  @Test func `derivatives of a tanh net's last state`() {
    DerivativeCheck(Self.shapes) { program, x in
      Self.net(program, x) { $0.tanh() }.finals[0].timesTranspose(x[4])
    }.run()
  }

  @Test func `derivatives of a read-out at every step`() {
    DerivativeCheck(Self.shapes) { program, x in
      Self.net(program, x) { $0.tanh() }.states[0].timesTranspose(x[4]).square().mean()
    }.run()
  }

  @Test func `derivatives of a unit with trained shape, shared and per unit`() {
    for shape in [Shape(1, 1), Shape(1, 4)] {
      DerivativeCheck(Self.shapes + [shape, shape], in: 0.2...1) { program, x in
        let (n, s) = (x[6], x[7])
        return Self.net(program, x) { a in
          (1 - s) * (n * a).softplus() / n + s * (n * a).sigmoid()
        }.finals[0].timesTranspose(x[4])
      }.run()
    }
  }

  @Test func `derivatives of a cell with two states and stacked outputs`() {
    DerivativeCheck([Shape(3 * 2, 2), Shape(4, 2), Shape(4, 2), Shape(2, 2), Shape(2, 2)]) {
      program, x in
      let scan = program.scan(length: 3, carries: [x[3], x[4]], sequences: [x[0]]) { s, i in
        let a = i[0].timesTranspose(x[1]) + s[0].timesTranspose(x[2])
        let gate = a.columns(0..<2).sigmoid()
        let memory = gate * s[1] + (1 - gate) * a.columns(2..<4).tanh()
        return ([memory.tanh(), memory], [gate, memory.square().timesTranspose(x[1])])
      }
      return scan.finals[0].sum() + scan.stacks[0].square().sum() + scan.stacks[1].sum()
        + scan.states[1].sine().mean()
    }.run()
  }

  @Test func `derivatives of states that swap, stay and follow an input`() {
    DerivativeCheck([Shape(3, 2), Shape(1, 2), Shape(1, 2), Shape(1, 2)]) { program, x in
      let scan = program.scan(length: 3, carries: [x[1], x[2], x[3]], sequences: [x[0]]) { s, i in
        ([s[1], s[0] * i[0], i[0]], [s[2], i[0] + s[0]])
      }
      return scan.finals[0].sine() + scan.finals[1] + scan.finals[2].square()
        + (scan.stacks[0] * scan.stacks[1]).sum(to: Shape(1, 2))
    }.run()
  }

  @Test func `derivatives of a scan in a scan`() {
    DerivativeCheck([Shape(3 * 2, 2), Shape(2, 2), Shape(1, 2)]) { program, x in
      program.scan(length: 3, carries: [x[2]], sequences: [x[0]]) { outer, inputs in
        let inner = outer[0].program.scan(
          length: 2, carries: [outer[0]], sequences: [inputs[0]]
        ) { s, i in ([(s[0].timesTranspose(x[1]) + i[0]).tanh()], []) }
        return ([inner.finals[0]], [])
      }.finals[0]
    }.run()
  }

  @Test func `many tangents at once are the single ones side by side`() {
    let (program, batch, units, k) = (Program(), 3, 4, 5)
    let h = program.input(batch, units)
    let x = program.input(6 * batch, 2)
    let (w, u) = (program.input(units, units), program.input(units, 2))
    let last = program.scan(length: 6, carries: [h], sequences: [x]) { states, inputs in
      let drive = inputs[0].timesTranspose(u)
      return ([(states[0].timesTranspose(w) + drive).tanh()], [])
    }.finals[0]
    let frame = program.input(batch * k, units)
    let single = program.input(batch, units)
    let many = program.pushForward([last], along: [(h, frame)], tangentsPerRow: k).tangents[0]
    let one = program.pushForward([last], along: [(h, single)]).tangents[0]
    let plan = Plan<Double>(outputs: [many, one])
    var random = RandomStream(seed: 3, purpose: "tangents")
    for value in [h, x, w, u, frame] {
      plan.storage(of: value).elements = (0..<value.shape.count).map { _ in random.normal() }
    }
    let frames = plan.storage(of: frame).elements
    for j in 0..<k {
      plan.storage(of: single).elements = (0..<batch).flatMap { (b: Int) -> [Double] in
        let start = (b * k + j) * units
        return Array(frames[start..<start + units])
      }
      plan.run()
      let (all, alone) = (plan.storage(of: many).elements, plan.storage(of: one).elements)
      for b in 0..<batch {
        for i in 0..<units {
          // Equal but for the order in which a product of other size adds up.
          #expect(abs(all[(b * k + j) * units + i] - alone[b * units + i]) < 1e-14)
        }
      }
    }
  }

  @Test func `weight gradients are one product over all steps, outside of the loop`() {
    let program = Program()
    let x = Self.shapes.map { program.input($0.rows, $0.columns) }
    let loss = Self.net(program, x) { $0.tanh() }.finals[0].timesTranspose(x[4]).sum()
    let gradients = loss.gradients(withRespectTo: [x[1], x[2], x[3]])
    let liveness = Liveness(program, outputs: gradients.map(\.id))
    let bodies = liveness.scans.keys.compactMap { id -> [Operation]? in
      guard case .scan(let scan) = program.nodes[id].operation,
        let demand = liveness.scans[id]
      else { return nil }
      let outputs = demand.carries.map { scan.next[$0] } + demand.stacks.map { scan.stacks[$0] }
      let inner = Liveness(scan.body, outputs: outputs)
      return scan.body.nodes.indices.filter { inner.isLive[$0] }.map {
        scan.body.nodes[$0].operation
      }
    }
    let products = bodies.flatMap { $0 }.filter { if case .product = $0 { true } else { false } }
    // One a direction: W h forward, and its transpose backward.
    #expect(
      Set(products) == [.product(.timesTranspose, blocks: 1), .product(.times, blocks: 1)])
    #expect(products.count == 2)
  }
}
