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
  case began(process: ProcessIdentity)
  /// The coordinator was asked to end. If no other status follows, MPI's launcher killed it before it could.
  case ending(process: ProcessIdentity)
  /// The coordinator has ended; the launcher ends with this code.
  case ended(code: Int32)
  /// The coordinator has too few workers to go on well and asks for another launch; `closed` trials are closed.
  case again(closed: Int)

  var text: String {
    switch self {
    case .starting(let process): "starting \(process.text)"
    case .stalled(let stall): "stalled \(stall.rawValue)"
    case .began(let process): "began \(process.text)"
    case .ending(let process): "ending \(process.text)"
    case .ended(let code): "ended \(code)"
    case .again(let closed): "again \(closed)"
    }
  }

  init?(_ text: String) {
    let sides = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard sides.count == 2 else { return nil }
    let (process, number) = (ProcessIdentity(sides[1]), Int(sides[1]))
    let status: LaunchStatus? =
      switch sides[0] {
      case "starting": process.map { .starting(process: $0) }
      case "stalled": Stall(rawValue: sides[1]).map { .stalled($0) }
      case "began": process.map { .began(process: $0) }
      case "ending": process.map { .ending(process: $0) }
      case "ended": number.flatMap { Int32(exactly: $0) }.map { .ended(code: $0) }
      case "again": number.map { .again(closed: $0) }
      default: nil
      }
    guard let status else { return nil }
    self = status
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
    case .starting(let process), .began(let process), .ending(let process): process
    case .stalled, .ended, .again: nil
    }
  }

  /// Whether the coordinator has reported its end.
  var isFinal: Bool { process == nil }
}
