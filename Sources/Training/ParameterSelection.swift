package import Layers
import Schema

/// Some of a net's parameters, by group or by name; of the weights between units perhaps one module's block alone.
package struct ParameterSelection: Hashable, Sendable {
  private let names: [String]
  /// The module, from 1, whose block of the recurrent weights is meant; nil for the whole weights.
  package let module: Int?

  /// All parameters.
  package static let all = ParameterSelection(names: ["all"])
  /// No parameters.
  package static let none = ParameterSelection(names: [])

  init(names: [String], module: Int? = nil) { (self.names, self.module) = (names, module) }

  /// The setting `train`, which selects the parameters that move.
  static let trained = entry("train", ["all"], "parameters that move")
  /// The setting `redraw`, which selects the parameters that start anew.
  static let redrawn = entry("redraw", [], "parameters drawn anew first, where phases came before")

  private static func entry(_ key: String, _ standard: [String], _ summary: String) -> Entry {
    Entry(
      key, .list(.text, default: standard.map { .text($0) }),
      summary + ": groups (input, recurrent, …), names (readout.bias), or all")
  }

  /// - Parameters:
  ///   - settings: Decoded by a section with one of the two entries.
  ///   - key: The entry's key.
  init(_ settings: Settings, _ key: String, module: Int? = nil) {
    let names = settings.list(key).compactMap { value in
      if case .text(let name) = value { name } else { nil }
    }
    self.init(names: names, module: module)
  }

  /// Whether `parameter`, or a block of it, is selected.
  package func contains(_ parameter: ParameterLayout.Placed) -> Bool {
    names.contains("all") || names.contains(parameter.group.rawValue)
      || names.contains(parameter.name)
  }

  /// The first name that is no group's and no trained parameter's; nil where all are known.
  func unknownName(in layout: ParameterLayout) -> String? {
    let known = Self.knownNames(in: layout)
    return names.first { !known.contains($0) }
  }

  /// Every name that can stand in a selection of this net's parameters.
  static func knownNames(in layout: ParameterLayout) -> [String] {
    ["all"] + GroupRates.groups.map(\.rawValue) + layout.trained.map(\.name)
  }

  /// The places of selected weights between units that lie outside the selected block, in ascending order.
  func placesOutsideModule(in layout: ParameterLayout) -> [Range<Int>] {
    guard let module else { return [] }
    return layout.trained(in: .recurrent).filter(contains).flatMap {
      $0.places(outsideModule: module - 1)
    }
  }
}
