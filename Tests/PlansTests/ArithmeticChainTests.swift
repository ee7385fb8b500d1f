import LinearAlgebra
import Plans
import Programs
import Testing

private let lengths = [1, 7, 64, 65, 128, 300, 1000]

/// n numbers between −2 and 2, none of them zero.
private func numbers(_ n: Int, _ phase: Int) -> [Double] {
  (0..<n).map { i in Double((i * 37 + phase * 11) % 101 - 50) / 25 + 0.004 }
}

/// What `formula` of rows x and y and a number c gives, element by element and as a program.
private func check(
  _ n: Int, _ formula: (Value, Value, Value) -> Value,
  equals expected: (Double, Double, Double) -> Double
) {
  let program = Program()
  let inputs = (program.input(1, n), program.input(1, n), program.input(1, 1))
  let result = formula(inputs.0, inputs.1, inputs.2)
  let (x, y, c) = (numbers(n, 1), numbers(n, 2), 0.75)
  let plan = Plan(
    outputs: [result],
    bindings: [
      Binding(inputs.0, to: Storage(x)), Binding(inputs.1, to: Storage(y)),
      Binding(inputs.2, to: Storage([c])),
    ])
  plan.run()
  for (found, pair) in zip(plan.storage(of: result).elements, zip(x, y)) {
    let number = expected(pair.0, pair.1, c)
    // Products that are added to are rounded once with fused steps.
    #expect(abs(found - number) <= 1e-14 * max(1, abs(number)))
  }
}

@Test(arguments: lengths)
func `arithmetic over a row of any length is that of its elements`(_ n: Int) {
  check(n) { x, y, _ in
    x + y
  } equals: { x, y, _ in
    x + y
  }
  check(n) { x, y, _ in
    x - y
  } equals: { x, y, _ in
    x - y
  }
  check(n) { x, y, _ in
    (x * y) / (y + 7)
  } equals: { x, y, _ in
    x * y / (y + 7)
  }
  check(n) { x, y, _ in
    x + y + (x - y).square()
  } equals: { x, y, _ in
    x + y + (x - y) * (x - y)
  }
  check(n) { x, _, _ in
    x.absolute().squareRoot()
  } equals: { x, _, _ in
    abs(x).squareRoot()
  }
  check(n) { x, y, _ in
    x.positivePart() - y.step()
  } equals: { x, y, _ in
    max(x, 0) - (y > 0 ? 1 : 0)
  }
  check(n) { x, y, _ in
    1 / (x.unary(.sign) + y * 0.25 + 3)
  } equals: { x, y, _ in
    1 / ((x > 0 ? 1 : -1) + y * 0.25 + 3)
  }
}

@Test(arguments: lengths)
func `a number beside rows stands for a whole row, on either side`(_ n: Int) {
  check(n) { x, _, c in
    c * x
  } equals: { x, _, c in
    c * x
  }
  check(n) { x, y, c in
    y + x * c
  } equals: { x, y, c in
    y + x * c
  }
  check(n) { x, _, c in
    c - x
  } equals: { x, _, c in
    c - x
  }
  check(n) { x, _, c in
    x - c
  } equals: { x, _, c in
    x - c
  }
  check(n) { x, y, c in
    c / (x.square() + c) * y
  } equals: { x, y, c in
    c / (x * x + c) * y
  }
  check(n) { x, y, c in
    (x * (1 - y.square()) + c) / c
  } equals: { x, y, c in
    (x * (1 - y * y) + c) / c
  }
}

@Test(arguments: lengths)
func `a result that is read again is kept beside the next one`(_ n: Int) {
  check(n) { x, y, c in
    let product = x * y
    let root = product.absolute().squareRoot()
    return (root + product) * root - c * product
  } equals: { x, y, c in
    let root = abs(x * y).squareRoot()
    return (root + x * y) * root - c * (x * y)
  }
  check(n) { x, y, _ in
    let sum = x + y
    return sum * sum + sum
  } equals: { x, y, _ in
    (x + y) * (x + y) + (x + y)
  }
}

@Test(arguments: lengths)
func `an output laid upon an input that is read after it leaves that whole`(_ n: Int) {
  let program = Program()
  let (x, y) = (program.input(1, n), program.input(1, n))
  let first = x + y
  let second = x - y
  let (xPlace, yPlace) = (Storage(numbers(n, 1)), Storage(numbers(n, 2)))
  let plan = Plan(
    outputs: [first, second],
    bindings: [
      Binding(x, to: xPlace), Binding(y, to: yPlace), Binding(first, to: xPlace),
      Binding(second, to: yPlace),
    ])
  plan.run()
  #expect(xPlace.elements == zip(numbers(n, 1), numbers(n, 2)).map(+))
  #expect(yPlace.elements == zip(numbers(n, 1), numbers(n, 2)).map(-))
}
