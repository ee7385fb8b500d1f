/// Which programs on which machines have written a results file, as its variable `runs` says it: an object of JSON a line,
/// the oldest first, each with the time from which it holds.
///
/// A run that is as the last one was makes no line. Where there is no room left the oldest go: of the first of all the
/// file's attributes tell.
///
/// A text, since attributes cannot be added while readers may be looking (SWMR).
struct RunLog: Equatable {
  /// Bytes of the variable.
  static let capacity = 16_384

  private(set) var lines: [String] = []

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
    while lines.count > 1, text.utf8.count > Self.capacity { lines.removeFirst() }
    return true
  }

  var text: String { lines.map { $0 + "\n" }.joined() }

  private func quoted(_ text: String) -> String {
    "\"" + text.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline } + "\""
  }
}
