import Foundation
import LinearAlgebra
import RandomStreams
import TestSupport
import Testing

@testable import Plans
@testable import Programs

/// Columns that are read, and made, inside a wider matrix.
@Suite struct ColumnTests {
  @Test func `derivatives of gates that are slices of a product, joined for the next`() {
    DerivativeCheck([Shape(3, 2), Shape(9, 2), Shape(6, 2), Shape(1, 3)]) { _, x in
      let all = x[0].timesTranspose(x[1])
      let (a, b) = (all.columns(0..<3).sigmoid(), all.columns(3..<6) + x[3])
      return Value.joined([a * b, all.columns(6..<9).tanh()]).times(x[2])
    }.run()
  }

  @Test func `derivatives of what is joined twice, and of a slice that is summed`() {
    DerivativeCheck([Shape(3, 2), Shape(3, 1)]) { _, x in
      let part = x[0].sine()
      let first = Value.joined([part, x[1]])
      let second = Value.joined([x[1], part * part, part])
      return second.columns(1..<4).rowSums() * first
    }.run()
  }

  // Rows in blocks, brought together or where they lie, and in pieces.
  @Test(arguments: [3, 64, 70, 136, 1100])
  func `a chain over slices writes its results side by side`(_ n: Int) {
    let program = Program()
    let x = program.input(5, 3 * n)
    let (a, b, c) = (x.columns(0..<n), x.columns(n..<2 * n), x.columns(2 * n..<3 * n))
    let joined = Value.joined([a.tanh() * b, c + 1])
    let plan = Plan<Double>(outputs: [joined, joined * 2])
    var random = RandomStream(seed: 1, purpose: "columns")
    let numbers = (0..<5 * 3 * n).map { _ in random.normal() }
    plan.storage(of: x).elements = numbers
    plan.run()
    let expected = (0..<5 * 2 * n).map { index in
      let (row, column) = (index / (2 * n), index % (2 * n))
      let from = row * 3 * n + column
      return column < n ? tanh(numbers[from]) * numbers[from + n] : numbers[from + n] + 1
    }
    // Rounding.
    #expect(areClose(plan.storage(of: joined).elements, expected, within: 1e-14))
    #expect(
      areClose(plan.storage(of: joined * 2).elements, expected.map { 2 * $0 }, within: 1e-14))
  }

  @Test func `zeros around columns add up to columns side by side`() {
    let program = Program()
    let (a, b) = (program.input(2, 3), program.input(2, 2))
    let sum =
      a.paddedColumns(before: 2, total: 6) + b.paddedColumns(before: 0, total: 6)
    #expect(sum.node.operation == .joinColumns && sum.node.operands.count == 3)
    #expect(sum.columns(2..<5).id == a.id && sum.columns(5..<6).constant == 0)
    let overlapping = sum + a.paddedColumns(before: 0, total: 6)
    #expect(overlapping.node.operation == .binary(.add))
  }
}
