import Testing

@testable import Plans
@testable import Programs

@Suite struct BindingTests {
  @Test func `gradients that are one value are written to both their places`() {
    let program = Program()
    let (x, a, b) = (program.input(2, 3), program.input(1, 3), program.input(1, 3))
    let gradients = (x + a + b).square().sum().gradients(withRespectTo: [a, b])
    let storage = Storage<Double>(count: 6)
    let plan = Plan(
      outputs: gradients,
      bindings: [Binding(gradients[0], to: storage), Binding(gradients[1], to: storage, offset: 3)])
    plan.storage(of: x).elements = [1, 2, 3, 4, 5, 6]
    plan.run()
    #expect(storage.elements == [10, 14, 18, 10, 14, 18])
  }

  @Test func `a gradient that is an input is copied, and the input read where it lies`() {
    let program = Program()
    let (x, y) = (program.input(1, 2), program.input(1, 2))
    let gradients = (x * y).sum().gradients(withRespectTo: [x, y])
    let parameters = Storage<Double>([1, 2, 3, 4])
    let storage = Storage<Double>(count: 4)
    let plan = Plan(
      outputs: gradients,
      bindings: [
        Binding(x, to: parameters), Binding(y, to: parameters, offset: 2),
        Binding(gradients[0], to: storage), Binding(gradients[1], to: storage, offset: 2),
      ])
    plan.run()
    #expect(storage.elements == [3, 4, 1, 2] && parameters.elements == [1, 2, 3, 4])
  }
}
