/// What each row of the table measures, by the row's name.
enum Catalogue {
  /// T = 100, batch 64, 28 inputs, 10 outputs.
  static let sequences = FixedBatch(inputSize: 28, outputSize: 10, length: 100, batchSize: 64)
  /// Images of 784 pixels.
  static let images = FixedBatch(inputSize: 784, outputSize: 10, length: 1, batchSize: 128)
  static let hiddenWidths = [256, 256]
  static let modules = 4

  /// The row `name`, such as `rnn-tanh-64`; nil where there is no such row.
  static func benchmark(_ name: String) throws -> (any Benchmark)? {
    let parts = name.split(separator: "-").map(String.init)
    if name == "feed-forward" {
      return try TrainingBenchmark(
        model: "{cell: feed_forward, widths: \(hiddenWidths)}", task: images)
    }
    guard parts.count > 1, let size = Int(parts[parts.count - 1]) else { return nil }
    switch parts.dropLast().joined(separator: "-") {
    case "rnn-tanh": return try recurrent(size)
    case "rnn-gamma":
      return try recurrent(
        size, ", activation: {family: gamma, gain: 5, saturation: 0.5, adapt: shared}")
    case "rnn-block": return try recurrent(size, ", modules: \(modules), modularity: 1")
    default: return nil
    }
  }

  private static func recurrent(_ width: Int, _ more: String = "") throws -> TrainingBenchmark {
    try TrainingBenchmark(model: "{cell: rnn, width: \(width)\(more)}", task: sequences)
  }

  /// The row's matrix products alone.
  static func limit(_ name: String) -> ProductList? {
    let parts = name.split(separator: "-").map(String.init)
    if name == "feed-forward" { return feedForwardProducts }
    guard parts.count > 1, let size = Int(parts[parts.count - 1]) else { return nil }
    switch parts.dropLast().joined(separator: "-") {
    case "rnn-tanh", "rnn-gamma": return recurrentProducts(size, modules: 1)
    case "rnn-block": return recurrentProducts(size, modules: modules)
    default: return nil
    }
  }

  /// Forward, backward for the states, and weight gradients as sums over time.
  private static func recurrentProducts(_ width: Int, modules: Int) -> ProductList {
    let (T, B, I, O) = (
      sequences.length, sequences.batchSize, sequences.inputSize, sequences.outputSize
    )
    let block = width / modules
    return ProductList([
      .init(transposeB: true, m: T * B, n: width, k: I),
      .init(times: T * modules, transposeB: true, m: B, n: block, k: block),
      .init(transposeB: true, m: B, n: O, k: width),
      .init(transposeA: true, m: O, n: width, k: B),
      .init(m: B, n: width, k: O),
      .init(times: T * modules, m: B, n: block, k: block),
      .init(times: modules, transposeA: true, m: block, n: block, k: T * B),
      .init(transposeA: true, m: width, n: I, k: T * B),
    ])
  }

  private static var feedForwardProducts: ProductList {
    let sizes = [images.inputSize] + hiddenWidths + [images.outputSize]
    let B = images.batchSize
    return ProductList(
      zip(sizes, sizes.dropFirst()).enumerated().flatMap { index, sizes in
        let (inputs, outputs) = sizes
        let forward = ProductList.Entry(transposeB: true, m: B, n: outputs, k: inputs)
        let weight = ProductList.Entry(transposeA: true, m: outputs, n: inputs, k: B)
        let back = ProductList.Entry(m: B, n: inputs, k: outputs)
        return index == 0 ? [forward, weight] : [forward, weight, back]
      })
  }
}
