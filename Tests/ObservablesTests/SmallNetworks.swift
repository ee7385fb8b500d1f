import Networks
import Schema
import TestSupport

/// A recurrent net of few units, with attention to a memory or without.
///
/// - Parameter cell: The cell's name; `modular` has a layer of two modules, which both act.
func smallNetwork(
  _ cell: String, memory: String = "none", inputSize: Int, outputSize: Int
) throws -> any Network {
  let settings =
    cell == "modular"
    ? NetworkCatalogue.section.settings([
      "cell": "modular", "width": 4, "modules": [2], "active": [2],
      "input": ["key": 2, "value": 2, "heads": 1],
      "communication": ["key": 2, "value": 2, "heads": 1],
    ])
    : NetworkCatalogue.section.settings([
      "cell": .value(.text(cell)), "width": 4, "attention": ["memory": .value(.text(memory))],
    ])
  return try NetworkCatalogue.make(
    settings: settings, inputSize: inputSize, outputSize: outputSize)
}
