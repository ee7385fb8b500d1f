import Foundation
package import Records
package import Schema

/// A trainer that is not part of dynsweep: a command that is started once a trial, reads the trial's parameters from its
/// standard input and writes what it finds to its standard output, a line of JSON a checkpoint.
package struct OutsideProgram: Sendable {
  /// How many numbers a row may have.
  static let mostNumbers = 100_000
  /// Names that stand for something else, in a line or among the results file's variables.
  private static let reservedNames = Quantity.reservedNames.union(["diverged"])

  /// The program's name or path, then its arguments.
  package let command: [String]
  /// The program's executable file.
  let executable: String
  /// What a row may hold, in the order of its numbers.
  package let quantities: [Quantity]
  /// The most rows that a trial may have.
  package let checkpoints: Int
  /// After how many seconds without a line the program is taken for stuck; infinity where it may be silent for ever.
  let silence: Double
  /// What the sweep file sets for this trial.
  let parameters: JSONValue

  /// The program of decoded settings.
  ///
  /// - Parameters:
  ///   - settings: Decoded by `section`.
  ///   - parameters: The program's own settings; nil where it has none.
  /// - Throws: `ProgramError` where there is no such program here, or names clash.
  package init(_ settings: Settings, parameters: Settings?) throws(ProgramError) {
    command = settings.list("command").compactMap {
      if case .text(let word) = $0 { word } else { nil }
    }
    guard let name = command.first, !name.isEmpty else { throw .noCommand }
    guard let file = Self.executable(name) else { throw .notFound(name) }
    executable = file
    checkpoints = settings.integer("checkpoints")
    silence = settings.realUnlessWord("silence") ?? .infinity
    self.parameters = (parameters ?? Settings()).json
    quantities = settings.section("quantities").sections.sorted { $0.key < $1.key }
      .map { Quantity($0.key, $0.value) }
    try checkNames()
    let count = quantities.reduce(0) { $0 + $1.count }
    guard count <= Self.mostNumbers else { throw .tooManyNumbers(count) }
  }

  private func checkNames() throws(ProgramError) {
    let names = Set(quantities.map(\.name))
    if let name = names.intersection(Self.reservedNames).min() { throw .reserved(name) }
    for quantity in quantities {
      for dimension in quantity.dimensions.map(\.name)
      where names.contains(dimension) || Self.reservedNames.contains(dimension) {
        throw .takenDimension(dimension, quantity: quantity.name)
      }
    }
  }

  /// The executable file that `name` means: a path, or a name on the PATH.
  private static func executable(_ name: String) -> String? {
    func isExecutable(_ path: String) -> Bool {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        && !isFolder.boolValue && access(path, X_OK) == 0
    }
    if name.contains("/") { return isExecutable(name) ? name : nil }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
    return folders.lazy.map { $0.isEmpty ? "./\(name)" : "\($0)/\(name)" }.first(
      where: isExecutable)
  }
}

extension OutsideProgram {
  /// The settings under the sweep file's key `program`.
  package static let section = Section([
    Entry(
      "command", .list(.text, default: []),
      "the program and its arguments, started once a trial in the folder of the run"),
    Entry("quantities", .named(quantitySection), "what its lines may hold, by name"),
    .integer("checkpoints", nil, in: 1...1_000_000, "lines of numbers a trial may have"),
    Entry(
      "silence", .value(.word("none", or: .real(.positive)), default: .real(3600)),
      "seconds without a line after which it is ended and the trial failed"),
  ])

  private static let quantitySection = Section([
    Entry(
      "units", .value(.text, default: .text("1")), "its unit as UDUNITS writes it"),
    Entry(
      "long_name", .value(.text, default: .text("")),
      "what it is, in one line; its name where left out"),
    Entry(
      "length", .value(.word("one", or: .integer(1...mostNumbers)), default: .text("one")),
      "numbers in its list; one stands for a number without a list"),
    Entry(
      "dimension", .value(.text, default: .text("")),
      "name of the list's dimension in the file, which lists may share; NAME_place where left out"),
  ])
}

extension Quantity {
  /// The quantity that a sweep file declares.
  fileprivate init(_ name: String, _ settings: Settings) {
    let dimension = settings.text("dimension")
    let longName = settings.text("long_name")
    self.init(
      name,
      dimensions: settings.integerUnlessWord("length").map {
        [Dimension(dimension.isEmpty ? "\(name)_place" : dimension, size: $0)]
      } ?? [],
      units: settings.text("units"),
      longName: longName.isEmpty ? name.replacing("_", with: " ") : longName)
  }
}

extension Settings {
  /// The settings as a JSON object; a mapping without keys is an empty one.
  fileprivate var json: JSONValue {
    .object(values.mapValues(\.json).merging(sections.mapValues(\.json)) { $1 })
  }
}

extension SettingValue {
  fileprivate var json: JSONValue {
    switch self {
    case .boolean(let value): .boolean(value)
    case .integer(let value): .integer(value)
    case .real(let value): .number(value)
    case .text(let value): .text(value)
    case .list(let values): .list(values.map(\.json))
    }
  }
}
