import Dynamics

/// What each row of the table measures, by the row's name, such as `rnn-tanh-64`, `lyapunov-512-first-16` or
/// `lyapunov-128-every-step`.
enum Catalogue {
  /// T = 100, batch 64, 28 inputs, 10 outputs.
  static let sequences = FixedBatch(inputSize: 28, outputSize: 10, length: 100, batchSize: 64)
  /// Images of 784 pixels.
  static let images = FixedBatch(inputSize: 784, outputSize: 10, length: 1, batchSize: 128)
  static let hiddenWidths = [256, 256]
  static let modules = 4

  /// A row's name taken apart.
  private struct Name {
    let kind: String
    /// Units, where the name says how many.
    let size: Int?
    /// Exponents, where not all are wanted.
    let first: Int?
    /// Whether frames are orthonormalised at every step, as by the peers, not where it is needed.
    let isEveryStep: Bool

    init(_ text: String) {
      var words = text.split(separator: "-").map(String.init)
      func number() -> Int? {
        guard let number = words.last.flatMap({ Int($0) }) else { return nil }
        words.removeLast()
        return number
      }
      isEveryStep = words.suffix(2) == ["every", "step"]
      if isEveryStep { words.removeLast(2) }
      if words.dropLast().last == "first" {
        first = number()
        words.removeLast()
      } else {
        first = nil
      }
      size = number()
      kind = words.joined(separator: "-")
    }
  }

  /// The row `name`; nil where there is no such row.
  static func benchmark(_ name: String) throws -> (any Benchmark)? {
    let name = Name(name)
    if name.kind == "feed-forward" {
      return try TrainingBenchmark(
        model: "{cell: feed_forward, widths: \(hiddenWidths)}", task: images)
    }
    if name.kind == "tangent-kernel" { return try KernelBenchmark(inputs: images.inputSize) }
    guard let size = name.size else { return nil }
    switch name.kind {
    case "rnn-tanh": return try recurrent("rnn", size)
    case "rnn-gamma":
      return try recurrent(
        "rnn", size, ", activation: {family: gamma, gain: 5, saturation: 0.5, adapt: shared}")
    case "rnn-block": return try recurrent("rnn", size, ", modules: \(modules), modularity: 1")
    case "rnn-attention": return try recurrent("rnn", size, ", attention: full")
    case "rnn-screened":
      return try recurrent(
        "rnn", size, ", attention: {memory: screened, recent: 10, relevant: 10}")
    case "modular": return try recurrent("modular", size, ", modules: [6], active: [4]")
    case "modular-stack":
      return try recurrent("modular", size, ", modules: [6, 3], active: [4, 2]")
    case "lstm", "gru": return try recurrent(name.kind, size)
    case "lyapunov":
      return SpectrumBenchmark(
        units: size, exponents: name.first, interval: name.isEveryStep ? .steps(1) : .auto)
    default: return nil
    }
  }

  private static func recurrent(
    _ cell: String, _ width: Int, _ more: String = ""
  ) throws -> TrainingBenchmark {
    try TrainingBenchmark(model: "{cell: \(cell), width: \(width)\(more)}", task: sequences)
  }

  /// The row's matrix products alone.
  static func limit(_ name: String) -> ProductList? {
    let name = Name(name)
    if name.kind == "feed-forward" { return feedForwardProducts }
    guard let size = name.size else { return nil }
    switch name.kind {
    case "rnn-tanh", "rnn-gamma": return recurrentProducts(size)
    case "lstm": return recurrentProducts(size, gates: 4)
    case "gru": return recurrentProducts(size, gates: 3)
    case "rnn-block": return recurrentProducts(size, modules: modules)
    default: return nil
    }
  }

  /// Forward (with the recurrent weight transposed beforehand), backward for the states, and weight gradients as sums
  /// over time.
  private static func recurrentProducts(
    _ width: Int, modules: Int = 1, gates: Int = 1
  ) -> ProductList {
    let (T, B, I, O) = (
      sequences.length, sequences.batchSize, sequences.inputSize, sequences.outputSize
    )
    let block = width / modules
    return ProductList([
      .init(transposeB: true, m: T * B, n: gates * width, k: I),
      .init(times: T * modules, m: B, n: gates * block, k: block),
      .init(transposeB: true, m: B, n: O, k: width),
      .init(transposeA: true, m: O, n: width, k: B),
      .init(m: B, n: width, k: O),
      .init(times: T * modules, m: B, n: block, k: gates * block),
      .init(times: modules, transposeA: true, m: gates * block, n: block, k: T * B),
      .init(transposeA: true, m: gates * width, n: I, k: T * B),
    ])
  }

  private static var feedForwardProducts: ProductList {
    let sizes = [images.inputSize] + hiddenWidths + [images.outputSize]
    let batch = images.batchSize
    return ProductList(
      zip(sizes, sizes.dropFirst()).enumerated().flatMap { index, sizes in
        let (inputs, outputs) = sizes
        let forward = ProductList.Entry(transposeB: true, m: batch, n: outputs, k: inputs)
        let weight = ProductList.Entry(transposeA: true, m: outputs, n: inputs, k: batch)
        let back = ProductList.Entry(m: batch, n: inputs, k: outputs)
        return index == 0 ? [forward, weight] : [forward, weight, back]
      })
  }
}
