import Platform
import Records
import Results
import Schema
import Wording

/// Trials of a results file with their axes and final observables, sorted, the first few.
///
/// Where an observable sorts them, complete trials come first: the loss at which a trial diverged, or has come to by
/// now, is no rival of a final one.
struct TrialListing: Equatable {
  struct Column: Equatable {
    let name: String
    /// Of the chosen trials, in their order.
    let cells: [JSONValue]
  }

  struct Order: Equatable {
    /// A column's name.
    var name: String
    /// Where nil, what is better comes first.
    var isDescending: Bool?

    /// Whether more of `name` is better.
    static func moreIsBetter(_ name: String) -> Bool { name.contains("accuracy") }

    var descends: Bool { isDescending ?? Self.moreIsBetter(name) }
  }

  let trials: [Int]
  let columns: [Column]
  /// The column that trials are sorted by.
  let sortedBy: String
  /// How many trials stand behind the complete ones because they are not; none where no observable sorts them.
  let unfinished: Int

  /// - Parameter top: How many trials; all where nil.
  /// - Throws: `InspectionError.unknownColumn`, or what is wrong with the file.
  init(
    _ reader: borrowing ResultsReader, _ columns: FileColumns, _ progress: TrialProgress,
    order: Order, top: Int?
  ) throws {
    guard columns.sortable.contains(order.name) else {
      throw InspectionError.unknownColumn(
        order.name, path: reader.path, available: columns.sortable)
    }
    let all = Array(0..<reader.trialCount)
    let keys = try Self.cells(of: order.name, all, reader, columns, progress)
    let isRanked = (columns.scalars + columns.findings).contains(order.name)
    let places = progress.statuses.map { isRanked ? $0.place : 0 }
    let sorted = Self.sorted(keys, places: places, descending: order.descends)
    let trials = Array(sorted.prefix(top ?? sorted.count))
    let names =
      ["trial", "status"] + columns.axes.map(\.name) + ["step"] + columns.scalars
      + columns.findings
      + (FileColumns.bookkeeping.contains(order.name) ? [order.name] : [])
    var found: [Column] = []
    for name in names {
      let cells =
        name == order.name
        ? trials.map { keys[$0] } : try Self.cells(of: name, trials, reader, columns, progress)
      found.append(Column(name: name, cells: cells))
    }
    self.trials = trials
    self.columns = found
    sortedBy = order.name
    unfinished = places.count { $0 > 0 }
  }

  private static func cells(
    of name: String, _ trials: [Int], _ reader: borrowing ResultsReader, _ columns: FileColumns,
    _ progress: TrialProgress
  ) throws(ResultsError) -> [JSONValue] {
    switch name {
    case "trial": return trials.map { .integer($0) }
    case "status": return trials.map { .text("\(progress.statuses[$0])") }
    case "step":
      return trials.map { progress.lastSteps[$0] < 0 ? .null : .integer(progress.lastSteps[$0]) }
    case "seed":
      let seeds = try reader.seeds()
      return trials.map { .unsigned(seeds[$0]) }
    default: break
    }
    if let axis = columns.axes.first(where: { $0.name == name }) {
      return trials.map { axis.cell($0) }
    }
    if columns.perTrial.contains(name) {
      let values = try reader.values(of: name).values
      return trials.map { .number(values[$0]) }
    }
    return try finalCells(of: name, trials, reader, progress)
  }

  private static func finalCells(
    of name: String, _ trials: [Int], _ reader: borrowing ResultsReader, _ progress: TrialProgress
  ) throws(ResultsError) -> [JSONValue] {
    guard trials.count < reader.trialCount / 8 else {
      let values = try reader.finalValues(of: name, progress)
      return trials.map { .number(values[$0]) }
    }
    // Few trials of many: their rows alone.
    var cells: [JSONValue] = []
    for trial in trials {
      guard let last = progress.lastCheckpoints[trial] else {
        cells.append(.null)
        continue
      }
      cells.append(.number(try reader.values(of: name, trials: trial..<trial + 1)[last]))
    }
    return cells
  }

  /// The positions of `keys` in order, those of the lowest place first; at one place what is missing comes last, and
  /// equals stay where they are.
  static func sorted(_ keys: [JSONValue], places: [Int], descending: Bool) -> [Int] {
    keys.indices.sorted { a, b in
      guard places[a] == places[b] else { return places[a] < places[b] }
      return switch (keys[a].sortKey, keys[b].sortKey) {
      case (let x?, let y?) where x != y: descending ? y < x : x < y
      case (nil, .some): false
      case (.some, nil): true
      default: a < b
      }
    }
  }
}

/// What cells are sorted by: numbers by size, before texts by alphabet.
enum SortKey: Comparable {
  case number(Double)
  case text(String)
}

extension JSONValue {
  /// Nil for what is missing.
  var sortKey: SortKey? {
    switch self {
    case .number(let value): value.isNaN ? nil : .number(value)
    case .integer(let value): .number(Double(value))
    case .unsigned(let value): .number(Double(value))
    case .boolean(let value): .number(value ? 1 : 0)
    case .text(let value): .text(value)
    case .null, .list, .object: nil
    }
  }

  /// As a cell of a table.
  var cellText: String {
    switch self {
    case .null: "–"
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): NumberFormat.table(value)
    case .text(let value): value.printableLine
    case .list(let values): values.map(\.cellText).joined(separator: " ")
    case .object: ""
    }
  }
}

extension TrialStatus {
  /// Where trials of this status stand in a ranking: complete ones, those that go on, those that came to nothing.
  fileprivate var place: Int {
    switch self {
    case .complete: 0
    case .running: 1
    case .pending, .diverged, .failed, .pruned: 2
    }
  }
}

extension TrialListing {
  /// What the order leaves behind; nil where it leaves nothing behind.
  var note: String? {
    guard unfinished > 0 else { return nil }
    return "sorted by \(sortedBy): complete trials first; \(unfinished) "
      + (unfinished == 1 ? "that is not complete comes" : "that are not complete come")
      + " after them"
  }

  var table: TextTable {
    TextTable(
      columns: columns.map { column in
        let isText = column.cells.contains { if case .text = $0 { true } else { false } }
        return TextTable.Column(
          title: column.name, alignment: isText ? .left : .right,
          cells: column.cells.map(\.cellText),
          isEssential: ["trial", "status", sortedBy].contains(column.name))
      })
  }

  /// A row an object, keyed by the columns' names.
  func json(row: Int) -> JSONValue {
    .object(Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.cells[row]) }))
  }
}
