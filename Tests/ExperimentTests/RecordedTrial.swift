import Experiment
import Records
import Schema
import SweepFiles
import Testing

/// The first trial of a sweep file.
func trial(_ text: String) throws -> NetworkTrial {
  let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
  let configuration = plan.configuration(of: 0)
  return try NetworkTrial(configuration.settings, seed: configuration.seed)
}

extension NetworkTrial {
  /// What it records, run from its start: at each checkpoint the numbers of each quantity, by name.
  func records() throws -> [[String: [Double]]] {
    var found: [[String: [Double]]] = []
    _ = try run { observation in
      var rest = observation.values[...]
      found.append([:])
      for quantity in quantities {
        found[found.count - 1][quantity.name] = Array(rest.prefix(quantity.count))
        rest = rest.dropFirst(quantity.count)
      }
      #expect(rest.isEmpty)
    }
    return found
  }
}

/// What the first trial of a sweep file records: of each quantity, by name, the numbers at each checkpoint.
func courses(_ text: String) throws -> [String: [[Double]]] {
  try trial(text).records().reduce(into: [:]) { courses, record in
    for (name, numbers) in record { courses[name, default: []].append(numbers) }
  }
}

/// What the first trial of a sweep file records at its last checkpoint.
func recorded(_ text: String) throws -> [String: [Double]] {
  try trial(text).records().last ?? [:]
}

/// What the first trial of a sweep file records under `name` at each checkpoint.
func recorded(_ name: String, _ text: String) throws -> [[Double]] {
  try #require(courses(text)[name])
}
