/// What a coordinator tells the launcher that started it, by way of a file.
enum LaunchNote: Equatable {
  /// It works; should nothing else follow, it was killed.
  case began(codeIfLost: Int32, process: Int32)
  case ended(code: Int32)
  /// It has too few workers to go on well; `closed` trials are done.
  case again(closed: Int, code: Int32)

  var text: String {
    switch self {
    case .began(let code, let process): "began \(code) \(process)"
    case .ended(let code): "ended \(code)"
    case .again(let closed, let code): "again \(code) \(closed)"
    }
  }

  init?(_ text: String) {
    let words = text.split(separator: " ")
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard let code = numbers.first.flatMap({ Int32(exactly: $0) }) else { return nil }
    switch (words.first, numbers.count) {
    case ("began", 2): self = .began(codeIfLost: code, process: Int32(clamping: numbers[1]))
    case ("ended", 1): self = .ended(code: code)
    case ("again", 2): self = .again(closed: numbers[1], code: code)
    default: return nil
    }
  }

  /// Whether the coordinator is done.
  var isFinal: Bool { if case .began = self { false } else { true } }
}
