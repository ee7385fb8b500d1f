/// The arrays of a `SequenceSet`, whose shapes belong together; their numbers may be any.
struct SequenceArrays {
  let path: String
  let count: Int
  let steps: Int
  let features: Int
  let hasTargetEachStep: Bool
  /// Real numbers of a target; nil of classes.
  let outputs: Int?
  let inputs: NumberArray
  let targets: NumberArray
  let mask: NumberArray?
  let length: NumberArray?
  let split: NumberArray?

  init(_ file: borrowing some ArrayFile & ~Copyable) throws(DataSetError) {
    path = file.path
    inputs = try file.required("inputs", "of shape [sequence, time, feature] or [example, feature]")
    let shape = inputs.shape
    guard shape.count == 2 || shape.count == 3, !shape.contains(0) else {
      throw .malformed(
        path: path, found: "inputs of shape \(shape)",
        expected: "[sequence, time, feature] or [example, feature], at least 1 of each")
    }
    (count, steps, features) = (shape[0], shape.count == 3 ? shape[1] : 1, shape[shape.count - 1])
    targets = try file.required("targets", "for the \(count) of inputs")
    mask = try file.optional("mask")
    length = try file.optional("length")
    split = try file.optional("split")
    (hasTargetEachStep, outputs) = try Self.arrangement(targets, of: shape, path: path)
    try checkExtras()
  }

  /// Whether each step has a target, and the real numbers of one.
  private static func arrangement(
    _ targets: NumberArray, of inputs: [Int], path: String
  ) throws(DataSetError) -> (hasTargetEachStep: Bool, outputs: Int?) {
    let (count, steps) = (inputs[0], inputs.count == 3 ? inputs[1] : 1)
    let shape = targets.shape
    let isOfAll = shape.first == count
    if targets.isWhole {
      if isOfAll, shape.count == 1 { return (steps == 1, nil) }
      if isOfAll, shape.count == 2, shape[1] == steps { return (true, nil) }
      throw .malformed(
        path: path, found: "targets, whole numbers, of shape \(shape)",
        expected:
          "classes of shape [\(count)] or [\(count), \(steps)], as inputs is of shape \(inputs); "
          + "or targets as real numbers")
    }
    if isOfAll, shape.count == 2, shape[1] > 0 { return (steps == 1, shape[1]) }
    if isOfAll, shape.count == 3, shape[1] == steps, shape[2] > 0 { return (true, shape[2]) }
    throw .malformed(
      path: path, found: "targets, real numbers, of shape \(shape)",
      expected:
        "[\(count), \(steps), output] or [\(count), output], as inputs is of shape \(inputs); "
        + "or classes as whole numbers")
  }

  private func checkExtras() throws(DataSetError) {
    if let mask {
      guard hasTargetEachStep else {
        throw .malformed(
          path: path, found: "a mask of steps, and targets of shape \(targets.shape)",
          expected: "a target at each step where there is a mask")
      }
      try check(mask, shape: [count, steps], isWhole: false)
    }
    if let length { try check(length, shape: [count], isWhole: true) }
    if let split { try check(split, shape: [count], isWhole: true) }
  }

  private func check(
    _ array: NumberArray, shape: [Int], isWhole: Bool
  ) throws(DataSetError) {
    guard array.shape == shape, array.isWhole || !isWhole else {
      throw .malformed(
        path: path,
        found:
          "\(array.name), \(array.isWhole ? "whole" : "real") numbers, of shape \(array.shape)",
        expected:
          "\(isWhole ? "whole numbers of " : "")shape \(shape), as inputs is of shape \(inputs.shape)"
      )
    }
  }
}
