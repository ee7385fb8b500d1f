import Platform

/// What a coordinator tells the launcher that started it, through a file.
enum LaunchStatus: Equatable {
  /// Why MPI did not start, as far as a rank that waited for it could see.
  enum Stall: String {
    /// A rank on the same host is gone.
    case loss
    /// It took too long.
    case time
  }

  /// The coordinator's process runs and waits for MPI.
  case starting(process: ProcessIdentity)
  /// MPI did not start and has been given up.
  case stalled(Stall)
  /// The coordinator works. If no other status follows, it was killed.
  case began(codeIfLost: Int32, process: ProcessIdentity)
  /// The coordinator was asked to end. If no other status follows, MPI's launcher killed it before it could.
  case ending(code: Int32, process: ProcessIdentity)
  /// The coordinator has ended; the launcher ends with this code.
  case ended(code: Int32)
  /// The coordinator has too few workers to go on well and asks for another launch; `closed` trials are closed.
  case again(closed: Int, code: Int32)

  var text: String {
    switch self {
    case .starting(let process): "starting \(process.text)"
    case .stalled(let stall): "stalled \(stall.rawValue)"
    case .began(let code, let process): "began \(code) \(process.text)"
    case .ending(let code, let process): "ending \(code) \(process.text)"
    case .ended(let code): "ended \(code)"
    case .again(let closed, let code): "again \(code) \(closed)"
    }
  }

  init?(_ text: String) {
    let sides = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard sides.count == 2 else { return nil }
    switch sides[0] {
    case "starting":
      guard let process = ProcessIdentity(sides[1]) else { return nil }
      self = .starting(process: process)
    case "stalled":
      guard let stall = Stall(rawValue: sides[1]) else { return nil }
      self = .stalled(stall)
    default: self.init(afterJoining: sides[0], sides[1])
    }
  }

  private init?(afterJoining kind: String, _ text: String) {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let code = words.first.flatMap({ Int32($0) }) else { return nil }
    switch (kind, words.dropFirst().first) {
    case ("began", let rest?):
      guard let process = ProcessIdentity(rest) else { return nil }
      self = .began(codeIfLost: code, process: process)
    case ("ending", let rest?):
      guard let process = ProcessIdentity(rest) else { return nil }
      self = .ending(code: code, process: process)
    case ("ended", nil): self = .ended(code: code)
    case ("again", let rest?):
      guard let closed = Int(rest) else { return nil }
      self = .again(closed: closed, code: code)
    default: return nil
    }
  }

  /// Whether MPI had started.
  var hasJoined: Bool {
    switch self {
    case .starting, .stalled: false
    case .began, .ending, .ended, .again: true
    }
  }

  /// The coordinator's process, as long as it has not reported its end.
  var process: ProcessIdentity? {
    switch self {
    case .starting(let process), .began(_, let process), .ending(_, let process): process
    case .stalled, .ended, .again: nil
    }
  }

  /// Whether the coordinator has reported its end.
  var isFinal: Bool { process == nil }
}
