import LinearAlgebra
import Tasks

/// Examples in memory, each with a row of inputs and a row of targets.
struct SampleTable: Sendable {
  let count: Int
  let inputSize: Int
  let outputSize: Int
  /// The inputs, [count × inputSize], row-major.
  private(set) var inputs: [Double] = []
  /// The targets, [count × outputSize], row-major.
  private(set) var targets: [Double] = []

  init(count: Int, inputSize: Int, outputSize: Int) {
    (self.count, self.inputSize, self.outputSize) = (count, inputSize, outputSize)
    inputs.reserveCapacity(count * inputSize)
    targets.reserveCapacity(count * outputSize)
  }

  mutating func append(_ input: some Sequence<Double>, target: some Sequence<Double>) {
    inputs += input
    targets += target
  }

  /// Appends an example whose target is one-hot at `label`.
  mutating func append(_ input: some Sequence<Double>, label: Int) {
    append(input, target: (0..<outputSize).map { $0 == label ? 1 : 0 })
  }

  func write<S: Scalar>(
    _ member: Int, row: Int, inputs: inout MutableSpan<S>, targets: inout MutableSpan<S>
  ) {
    copy(self.inputs.span, member, to: row, width: inputSize, &inputs)
    copy(self.targets.span, member, to: row, width: outputSize, &targets)
  }

  /// The examples of these numbers, a row each.
  func examples(_ members: some Collection<Int>) -> Examples {
    func rows(_ numbers: [Double], _ width: Int) -> Matrix<Double> {
      Matrix(
        rows: members.count, columns: width,
        elements: members.flatMap { numbers[$0 * width..<($0 + 1) * width] })
    }
    return Examples(inputs: rows(inputs, inputSize), targets: rows(targets, outputSize))
  }

  private func copy<S: Scalar>(
    _ source: Span<Double>, _ member: Int, to row: Int, width: Int, _ target: inout MutableSpan<S>
  ) {
    let (from, to) = (member * width, row * width)
    // The whole stretch is checked at once, because a check for each number would keep the loop from being vectorised.
    precondition(from + width <= source.count && to + width <= target.count)
    for i in 0..<width { target[unchecked: to &+ i] = S(source[unchecked: from &+ i]) }
  }
}
