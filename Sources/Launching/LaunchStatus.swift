import Platform

/// What a coordinator tells the launcher that started it, by way of a file.
enum LaunchStatus: Equatable {
  /// What kept MPI from starting, as far as a rank that waited for it could see.
  enum Stall: String {
    /// A rank of its host is gone.
    case loss
    /// It took too long.
    case time
  }

  /// Its process is there, and waits for MPI.
  case starting(process: ProcessIdentity)
  /// MPI did not start and has been given up.
  case stalled(Stall)
  /// It works; should nothing else follow, it was killed.
  case began(codeIfLost: Int32, process: ProcessIdentity)
  /// It was asked to end; should nothing else follow, MPI's launcher did not give it the time to.
  case ending(code: Int32, process: ProcessIdentity)
  case ended(code: Int32)
  /// It has too few workers to go on well; `closed` trials are done.
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

  /// The coordinator, while it is not done.
  var process: ProcessIdentity? {
    switch self {
    case .starting(let process), .began(_, let process), .ending(_, let process): process
    case .stalled, .ended, .again: nil
    }
  }

  /// Whether the coordinator is done.
  var isFinal: Bool { process == nil }
}
