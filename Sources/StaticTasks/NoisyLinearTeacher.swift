import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// A linear map to be learned from outputs with noise that training cannot explain away (after
/// arXiv:1906.00443).
///
/// x ~ N(0, I); y = x T + noise·N(0, I), T ~ N(0, 1/inputs), of which the rows of the first inputs alone may be kept, each
/// output's rescaled to the norm of all. The loss is ½‖f(x) − y‖², whose gradient noise under
/// mini-batches the paper's theory describes.
struct NoisyLinearTeacher: Sendable {
  let noise: Double
  private let teacher: Matrix<Double>
  private let seed: UInt64

  static let description = TaskDescription(
    variant: Variant(
      "noisy-linear-teacher", "learn a linear map from noisy outputs (arXiv:1906.00443)",
      [
        TableTask.batchEntry(.text("full")),
        .integer("train_samples", 400, in: 1...10_000_000, "points to train on, always the same"),
        .integer("validation_samples", 400, in: 1...10_000_000, "points to validate on"),
        .integer("inputs", 40, in: 1...100_000, "inputs"),
        .integer("outputs", 3, in: 1...100_000, "outputs"),
        .real("noise", 0.5, in: .nonnegative, "deviation of an output from the map's"),
        Entry(
          "relevant", .value(.word("all", or: .integer(1...100_000)), default: .text("all")),
          "inputs that tell something, the first; the map has the norm that it has with all"),
      ]),
    make: { (settings, seed) throws(TaskError) in
      try NoisyLinearTeacher(settings, seed: seed).task(settings)
    })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    self.seed = seed
    noise = settings.real("noise")
    let (inputs, outputs) = (settings.integer("inputs"), settings.integer("outputs"))
    let points = settings.integer("train_samples") + settings.integer("validation_samples")
    try requireHoldable(countProduct(inputs, outputs), setting: "inputs")
    try requireHoldable(countProduct(points, inputs + outputs), setting: "train_samples")
    var stream = RandomStream(seed: seed, purpose: "linear teacher")
    let deviation = 1 / Double(inputs).squareRoot()
    let whole = Matrix(
      rows: inputs, columns: outputs,
      elements: (0..<inputs * outputs).map { _ in deviation * stream.normal() })
    guard let relevant = settings.integerUnlessWord("relevant") else {
      teacher = whole
      return
    }
    guard relevant <= inputs else {
      throw .unsuitable(
        setting: "relevant", found: "\(relevant)", expected: "at most the \(inputs) inputs, or all")
    }
    teacher = relevant < inputs ? whole.reading(relevant) : whole
  }

  private func task(_ settings: Settings) throws(TaskError) -> TableTask {
    try TableTask(
      TableTask.Character(name: "noisy-linear-teacher", loss: .halfSquaredNorm),
      training: samples(settings.integer("train_samples"), "training"),
      validation: samples(settings.integer("validation_samples"), "validation"),
      batch: settings.integerUnlessWord("batch"), seed: seed
    ) { [seed, teacher] count in
      var stream = RandomStream(seed: seed, purpose: "linear teacher probe")
      return (0..<count * teacher.rows).map { _ in stream.normal() }
    }
  }

  private func samples(_ count: Int, _ part: String) -> SampleTable {
    var stream = RandomStream(seed: seed, purpose: "linear teacher \(part)")
    let inputs = Matrix<Double>(
      rows: count, columns: teacher.rows,
      elements: (0..<count * teacher.rows).map { _ in stream.normal() })
    let outputs = inputs * teacher
    var table = SampleTable(count: count, inputSize: teacher.rows, outputSize: teacher.columns)
    for row in 0..<count {
      table.append(inputs[row: row], target: outputs[row: row].map { $0 + noise * stream.normal() })
    }
    return table
  }
}

extension Matrix where Element == Double {
  /// The first `count` rows, with zeros in place of the others, each column rescaled to the norm of the whole.
  fileprivate func reading(_ count: Int) -> Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for column in 0..<columns {
      func norm(_ count: Int) -> Double {
        (0..<count).reduce(0) { $0 + self[$1, column] * self[$1, column] }.squareRoot()
      }
      let factor = norm(rows) / norm(count)
      for row in 0..<count { result[row, column] = factor * self[row, column] }
    }
    return result
  }
}
