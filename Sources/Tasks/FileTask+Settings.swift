import DataSets
import Schema

// What a sweep file says of a task from a file, and what follows from it and from the file.
extension FileTask {
  static let entries: [Entry] = [
    Entry(
      "path", .value(.text, default: nil),
      "HDF5 file or .npz of inputs [sequence, time, feature] or [example, feature]; targets, real [sequence, time, output] "
        + "or [sequence, output], or whole numbers [sequence] or [sequence, time], classes, -1: not scored; and, if wanted, "
        + "mask [sequence, time], length [sequence], split [sequence] (1: held out)"),
    .batch(64),
    Entry(
      "loss",
      .value(
        .word("auto", "mean_squared_error", "cross_entropy", "logistic"), default: .text("auto")),
      "auto: cross_entropy for classes, else mean_squared_error; logistic: targets are 0 or 1"),
    Entry(
      "classes", .value(.word("auto", or: .integer(2...100_000)), default: .text("auto")),
      "outputs where targets are classes; auto: up to the largest"),
    Entry(
      "normalize", .value(.word("none", "standard"), default: .text("none")),
      "standard: mean 0 and variance 1 of each feature over the training inputs"),
    .real(
      "noise", 0, in: .nonnegative, "deviation of noise added to the inputs of training batches"),
    .real(
      "validation", 0.1, in: .unit,
      "share of the sequences held out, the last ones; of no account where the file has split"),
  ]

  /// The loss, and how many outputs a net has.
  static func outputs(
    of set: SequenceSet, _ settings: Settings
  ) throws(TaskError) -> (LossKind, Int) {
    let words = settings.text("loss")
    let classes = settings.integerUnlessWord("classes")
    if words == "logistic", let found = set.notBinary {
      throw .unsuitable(
        setting: "loss", found: "logistic, and \(found)", expected: "targets 0 or 1 for it")
    }
    switch set.target {
    case .numbers(let count):
      guard words != "cross_entropy" else {
        throw .unsuitable(
          setting: "loss", found: "cross_entropy, and targets that are real numbers",
          expected: "classes as whole numbers for it")
      }
      guard classes == nil else {
        throw .unsuitable(
          setting: "classes", found: "\(classes ?? 0), and targets that are real numbers",
          expected: "auto, or classes as whole numbers")
      }
      return (words == "logistic" ? .logistic : .meanSquaredError, count)
    case .classes(let largest):
      guard largest < classes ?? .max else {
        throw .unsuitable(
          setting: "classes", found: "\(classes ?? 0), and class \(largest) in the file",
          expected: "at least \(largest + 1)")
      }
      if words == "logistic" { return (.logistic, 1) }
      let outputs = classes ?? max(largest + 1, 2)
      return (words == "mean_squared_error" ? .meanSquaredError : .crossEntropy, outputs)
    }
  }

  /// The sequences to train on and those held out, a batch of each at least.
  static func division(
    of set: SequenceSet, _ settings: Settings
  ) throws(TaskError) -> (training: [Int], heldOut: [Int]) {
    let batch = settings.integer("batch")
    let share = settings.real("validation")
    let last = set.count - Int((share * Double(set.count)).rounded())
    func isHeldOut(_ sequence: Int) -> Bool { set.isHeldOut?[sequence] ?? (sequence >= last) }
    let training = (0..<set.count).filter { !isHeldOut($0) }
    let heldOut = (0..<set.count).filter(isHeldOut)
    guard training.count >= batch, heldOut.count >= batch else {
      throw .unsuitable(
        setting: "batch",
        found:
          "\(batch), with \(training.count) sequences to train on and \(heldOut.count) held out",
        expected: "at most either"
          + (set.isHeldOut == nil ? "; the setting `validation` divides them" : ""))
    }
    return (training, heldOut)
  }
}
