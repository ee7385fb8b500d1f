import Foundation
import HDF5
import Records
import Results
import ResultsSupport
import SweepFiles
import TestSupport

/// Runs the built program.
func dynsweep(
  _ arguments: String..., environment: [String: String] = [:]
) throws -> ToolOutcome {
  try run(
    productsDirectory.appendingPathComponent("dynsweep").path, arguments, environment: environment)
}

/// What JSON says, for looking into.
func parsed(_ text: String) throws -> [String: Any] {
  let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return value as? [String: Any] ?? [:]
}

/// A file of NumPy's, by Tests/DynamicsTests/Fixtures/recurrent_nets.py.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("DynamicsTests/Fixtures/\(name)").path
}

/// A results file of four trials with three checkpoints: complete, diverged after one, running after two, pending.
func writeExample(_ path: String, closing: Bool = true) throws {
  let layout = ResultsLayout.example(trials: 4, checkpoints: 3)
  var writer = try ResultsWriter.create(path, layout)
  for (trial, count) in [3, 1, 2, 0].enumerated() {
    for checkpoint in 0..<count {
      try writer.record(
        trial: TrialID(trial), checkpoint: checkpoint, step: 10 * checkpoint,
        values: layout.exampleRow(trial: 4 - trial, checkpoint: checkpoint))
    }
  }
  try writer.setStatus(TrialRecord(0, .complete, attempts: 1, seconds: 1.5))
  try writer.setStatus(TrialRecord(1, .failed, attempts: 2, reason: "it killed two workers"))
  try writer.setStatus(TrialRecord(2, .running, attempts: 1))
  try writer.close()
}

/// A recurrent net's file, as someone may have saved it.
struct SavedNet {
  var cell: String? = "rnn_tanh"
  var arrays: [(name: String, shape: [Int], values: [Double])] = []
  var isSingle = false

  /// One layer with all weights zero, 3 units, 2 features, and 1 trajectory of 5 steps.
  static var zero: SavedNet {
    var net = SavedNet()
    net["weight_ih_l0"] = ([3, 2], [])
    net["weight_hh_l0"] = ([3, 3], [])
    net["inputs"] = ([1, 5, 2], [])
    return net
  }

  /// Shape and values of an array; zeros where no values are given.
  subscript(name: String) -> (shape: [Int], values: [Double])? {
    get { arrays.first { $0.name == name }.map { ($0.shape, $0.values) } }
    set {
      arrays.removeAll { $0.name == name }
      guard let newValue else { return }
      let count = newValue.shape.reduce(1, *)
      let values = newValue.values.isEmpty ? [Double](repeating: 0, count: count) : newValue.values
      arrays.append((name, newValue.shape, values))
    }
  }

  /// Its weights once with each of these prefixes, in place of none.
  mutating func rename(_ prefixes: [String]) {
    let inputs = arrays.filter { $0.name == "inputs" }
    arrays =
      prefixes.flatMap { prefix in
        arrays.filter { $0.name != "inputs" }.map { (prefix + $0.name, $0.shape, $0.values) }
      } + inputs
  }

  func write(_ path: String) throws {
    let file = try File(creating: path)
    if let cell { try file.setAttribute("cell", cell) }
    for array in arrays {
      let type = isSingle ? ElementType.float32 : .float64
      let made = try file.create(DatasetDescription(array.name, type, shape: array.shape))
      try made.write(array.values)
    }
    try file.close()
  }
}
