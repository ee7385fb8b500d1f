import Platform
import Results

/// What a coordinator tells the launcher that started it, by way of a file.
enum LaunchNote: Equatable {
  /// It works; should nothing else follow, it was killed.
  case began(codeIfLost: Int32, process: HostProcess)
  /// It was asked to end; should nothing else follow, MPI's launcher did not give it the time to.
  case ending(code: Int32, process: HostProcess)
  case ended(code: Int32)
  /// It has too few workers to go on well; `closed` trials are done.
  case again(closed: Int, code: Int32)

  var text: String {
    switch self {
    case .began(let code, let process): "began \(code) \(process.text)"
    case .ending(let code, let process): "ending \(code) \(process.text)"
    case .ended(let code): "ended \(code)"
    case .again(let closed, let code): "again \(code) \(closed)"
    }
  }

  init?(_ text: String) {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count > 1, let code = Int32(words[1]) else { return nil }
    let rest = words.count > 2 ? String(words[2]) : nil
    switch (words[0], rest) {
    case ("began", let rest?):
      guard let process = HostProcess(rest) else { return nil }
      self = .began(codeIfLost: code, process: process)
    case ("ending", let rest?):
      guard let process = HostProcess(rest) else { return nil }
      self = .ending(code: code, process: process)
    case ("ended", nil): self = .ended(code: code)
    case ("again", let rest?):
      guard let closed = Int(rest) else { return nil }
      self = .again(closed: closed, code: code)
    default: return nil
    }
  }

  /// What to end with where this was the last word.
  var code: Int32 {
    switch self {
    case .began(let code, _), .ending(let code, _), .ended(let code), .again(_, let code): code
    }
  }

  /// The coordinator, while it is not done.
  var process: HostProcess? {
    switch self {
    case .began(_, let process), .ending(_, let process): process
    case .ended, .again: nil
    }
  }

  /// Whether the coordinator is done.
  var isFinal: Bool { process == nil }
}
