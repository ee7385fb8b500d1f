/// Which programs on which machines have written a results file, as its variable `runs` says it: an object of JSON a line,
/// the oldest first, each with the time from which it holds.
///
/// A run that is as the last one was makes no line. Behind a run's line are those of its workers that compute on other
/// machines (`workers`). Where there is no room left the oldest go: of the first of all the file's attributes tell.
///
/// A text, since attributes cannot be added while readers may be looking (SWMR).
struct RunLog: Equatable {
  /// Bytes of the variable.
  static let capacity = 16_384

  /// Up to the line of the run that writes now.
  private(set) var lines: [String] = []
  /// The machines of its workers.
  private var workers: [String] = []
  /// Whether workers are new since `text` was written.
  var isChanged = false

  init(_ text: String = "") {
    lines = text.split(separator: "\n").map(String.init)
  }

  /// Notes a run of `layout`'s program on its machine.
  ///
  /// - Returns: Whether that is new.
  mutating func note(_ layout: ResultsLayout) -> Bool {
    let run = "\"software\":\(quoted(layout.software)),\"environment\":\(layout.environment)}"
    guard lines.last?.hasSuffix("," + run) != true else { return false }
    lines.append("{\"from\":\(quoted(layout.created))," + run.filter { !$0.isNewline })
    makeRoom()
    return true
  }

  /// Notes what workers of this run compute on, in place of what was noted of them.
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
