import FileOwnership
import Records
package import Results
package import Schema
import Wording

/// The first trials of a results file in a given order, with their axes and final observables.
///
/// Where an observable sorts them, complete trials come first: the present loss of a running trial, or the last one of
/// a diverged trial, cannot be compared with a final loss.
package struct TrialListing: Equatable {
  package struct Column: Equatable {
    let name: String
    /// The values in the chosen trials, in their order.
    package let cells: [JSONValue]
  }

  package struct Order: Equatable {
    /// The name of the column that trials are sorted by.
    var name: String
    /// Whether the largest comes first; where nil, what is better comes first.
    var isDescending: Bool?

    /// - Parameters:
    ///   - name: The name of the column that trials are sorted by.
    ///   - isDescending: Whether the largest comes first; where nil, what is better comes first.
    package init(name: String, isDescending: Bool? = nil) {
      (self.name, self.isDescending) = (name, isDescending)
    }

    /// Whether larger values of `name` are better.
    static func moreIsBetter(_ name: String) -> Bool { name.contains("accuracy") }

    var descends: Bool { isDescending ?? Self.moreIsBetter(name) }
  }

  package let trials: [Int]
  package let columns: [Column]
  /// The name of the column that trials are sorted by.
  let sortedBy: String
  /// How many trials come after the complete ones because they are not complete; 0 where no observable sorts the
  /// trials.
  let unfinished: Int
  /// How many trials there are to list, those beyond the top included.
  package let count: Int

  /// - Parameters:
  ///   - top: How many trials to list; all where nil.
  ///   - condition: An expression of columns, true of the trials to list; all where nil.
  ///   - names: The columns to list; where nil, the axes and all that has one number for a trial.
  /// - Throws: `InspectionError` where there is no such column or the expression is wrong, or `ResultsError` where the
  ///   file cannot be read.
  package init(
    _ reader: borrowing ResultsReader, _ columns: FileColumns, _ progress: TrialProgress,
    order: Order, top: Int?, where condition: String? = nil, columns names: [String]? = nil
  ) throws {
    for name in [order.name] + (names ?? []) where !columns.sortable.contains(name) {
      guard !columns.arrays.contains(name) else {
        throw InspectionError.noTable(name, path: reader.path)
      }
      throw InspectionError.unknownColumn(name, path: reader.path, available: columns.sortable)
    }
    let candidates = try Self.candidates(reader, columns, progress, condition)
    let keys = try Self.cells(of: order.name, candidates, reader, columns, progress)
    let isRanked = (columns.scalars + columns.findings).contains(order.name)
    let places = candidates.map { isRanked ? progress.statuses[$0].place : 0 }
    let sorted = Self.sorted(keys, places: places, descending: order.descends)
      .prefix(top ?? candidates.count)
    trials = sorted.map { candidates[$0] }
    var found: [Column] = []
    for name in names ?? Self.usual(columns, order) {
      let cells =
        name == order.name
        ? sorted.map { keys[$0] } : try Self.cells(of: name, trials, reader, columns, progress)
      found.append(Column(name: name, cells: cells))
    }
    self.columns = found
    sortedBy = order.name
    unfinished = places.count { $0 > 0 }
    count = candidates.count
  }

  /// The columns that are listed where none are named.
  private static func usual(_ columns: FileColumns, _ order: Order) -> [String] {
    ["trial", "status"] + columns.axes.map(\.name) + ["step"] + columns.scalars + columns.findings
      + (FileColumns.bookkeeping.contains(order.name) ? [order.name] : [])
  }

  /// The trials of which the condition holds; all where there is none.
  private static func candidates(
    _ reader: borrowing ResultsReader, _ columns: FileColumns, _ progress: TrialProgress,
    _ condition: String?
  ) throws -> [Int] {
    let all = Array(0..<reader.trialCount)
    guard let condition else { return all }
    var cells: [String: [JSONValue]] = [:]
    let names = try columns.names(in: condition, path: reader.path)
    for name in names {
      cells[name] = try Self.cells(of: name, all, reader, columns, progress)
    }
    return try columns.trials(
      where: condition, path: reader.path, count: all.count, cells)
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
      return trials.map { FileColumns.cell(of: name, values[$0]) }
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
    // For a few trials among many, only their rows are read.
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

  /// The positions of `keys` in order: trials of the lowest place come first. Within a place, missing keys come last
  /// and equal keys keep their order.
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

/// The key that a cell is sorted by. Numbers are ordered by size and come before texts, which are ordered by alphabet.
enum SortKey: Comparable {
  case number(Double)
  case text(String)
}

extension JSONValue {
  /// The key that sorts the value; nil for a missing value.
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

  /// The value as the text of a table's cell.
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
  /// The place of a status in a ranking: complete trials first, then running ones, then all others.
  fileprivate var place: Int {
    switch self {
    case .complete: 0
    case .running: 1
    case .pending, .diverged, .failed, .pruned: 2
    }
  }
}

extension TrialListing {
  /// A remark on trials that come last since they are not complete; nil where there are none.
  package var note: String? {
    guard unfinished > 0 else { return nil }
    return "sorted by \(sortedBy): complete trials first; \(unfinished) "
      + (unfinished == 1 ? "that is not complete comes" : "that are not complete come")
      + " after them"
  }

  package var table: TextTable {
    TextTable(
      columns: columns.map { column in
        let isText = column.cells.contains { if case .text = $0 { true } else { false } }
        return TextTable.Column(
          title: column.name, alignment: isText ? .left : .right,
          cells: column.cells.map(\.cellText),
          isEssential: ["trial", "status", sortedBy].contains(column.name))
      })
  }

  /// A row as an object, with the columns' names as keys.
  package func json(row: Int) -> JSONValue {
    .object(Dictionary(columns.map { ($0.name, $0.cells[row]) }) { first, _ in first })
  }
}
