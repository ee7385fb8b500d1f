import FileOwnership

/// Which programs on which machines have written a results file, as its variable `runs` tells: an object of JSON on
/// each line, the oldest first, each with the time from which it holds.
///
/// A run adds no line if the last line is that of an equal run. The line of a run is followed by those of its workers
/// on other machines (`workers`). Where there is no room left, the oldest lines are removed: the file's attributes tell
/// of the first run.
///
/// It is a variable, since attributes cannot be added while readers may have the file open (SWMR).
struct RunLog: Equatable {
  /// How many bytes the variable has.
  static let capacity = 16_384

  /// All lines up to that of the run that writes now.
  private(set) var lines: [String] = []
  /// The lines of the machines of its workers.
  private var workers: [String] = []
  /// Whether lines of workers were added since `text` was written.
  var isChanged = false

  init(_ text: String = "") {
    lines = text.split(separator: "\n").map(String.init)
  }

  /// Adds a line for a run of `layout`'s program on its machine, unless the last line is that of an equal run.
  ///
  /// - Returns: Whether a line was added.
  mutating func note(_ layout: ResultsLayout) -> Bool {
    note(layout.software, layout.environment, from: layout.created)
  }

  private mutating func note(_ software: String, _ environment: String, from time: String) -> Bool {
    let run = "\"software\":\(quoted(software)),\"environment\":\(environment)}"
    guard lines.last?.hasSuffix("," + run) != true else { return false }
    lines.append("{\"from\":\(quoted(time))," + run.filter { !$0.isNewline })
    makeRoom()
    return true
  }

  /// Adds the lines of a file; those of an earlier version without any tell of the run that made it.
  mutating func add(_ reader: borrowing ResultsReader) throws(ResultsError) {
    let found = try reader.runs()
    lines += found.filter { !lines.contains($0) }
    makeRoom()
    let header = reader.header
    if found.isEmpty { _ = note(header.software, header.environment, from: header.created) }
  }

  /// Sets the lines of this run's workers, in place of those set before.
  mutating func setWorkers(_ lines: [String]) {
    workers = lines.map { $0.filter { !$0.isNewline } }
    isChanged = true
    makeRoom()
  }

  private mutating func makeRoom() {
    while text.utf8.count > Self.capacity, lines.count + workers.count > 1 {
      if lines.count > 1 { lines.removeFirst() } else { workers.removeLast() }
    }
  }

  var text: String { (lines + workers).map { $0 + "\n" }.joined() }

  private func quoted(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
  }
}
