import Records
import Foundation

/// Faults that tests order, to see what the program survives. No other part of the program knows of them.
///
/// The environment variable `DYNSWEEP_FAULT` holds faults separated by `;`, each a kind and the place where it strikes
/// a worker: `kill:trial=3,step=20,attempt=1`. A condition that is left out fits any trial, step or attempt. The kinds:
///
/// - `kill`, `trap`: The process ends by SIGKILL, or as a failed precondition ends it.
/// - `early`: The process ends by SIGKILL before it introduces itself.
/// - `memory`: It takes memory until the system refuses or ends it.
/// - `hang`: It sleeps without end and answers nothing.
/// - `loop`: It stays at one step without end, but sends heartbeats.
/// - `slow`: Each step takes 20 ms more.
/// - `stuck`: `stuck:rank=0,message=40`: once that rank has received so many messages, it does not return from a call
///   of MPI.
struct FaultInjection: Equatable, Sendable {
  enum Kind: String { case kill, trap, early, memory, hang, loop, slow, stuck }

  struct Fault: Equatable {
    let kind: Kind
    var trial: TrialID?
    var step: Int?
    var attempt: Attempt?
    var rank: Int?
    var message: Int?
  }

  private let faults: [Fault]

  /// - Parameter environment: This process's environment; faults that cannot be read in it are ignored.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    faults = (environment["DYNSWEEP_FAULT"] ?? "").split(separator: ";").compactMap(Self.fault)
  }

  private static func fault(_ text: Substring) -> Fault? {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
    var fault = Fault(kind: kind)
    for condition in parts.dropFirst().joined().split(separator: ",") {
      let sides = condition.split(separator: "=")
      guard sides.count == 2, let number = Int(sides[1]) else { return nil }
      switch sides[0] {
      case "trial": fault.trial = TrialID(number)
      case "step": fault.step = number
      case "attempt": fault.attempt = Attempt(number)
      case "rank": fault.rank = number
      case "message": fault.message = number
      default: return nil
      }
    }
    return fault
  }

  /// Strikes a worker that is about to introduce itself.
  func strikeBeforeHello() {
    if faults.contains(where: { $0.kind == .early }) { raise(SIGKILL) }
  }

  /// Strikes within a call of MPI of a rank that has received so many messages.
  func strike(receiver rank: Int, message: Int) {
    guard !faults.isEmpty else { return }
    let isStuck = faults.contains { $0.kind == .stuck && $0.rank == rank && $0.message == message }
    while isStuck { usleep(10_000) }
  }

  /// Strikes with the faults that were ordered for this step of a trial.
  func strike(trial: TrialID, step: Int, attempt: Attempt, heartbeat: (Int) throws -> Void) rethrows
  {
    guard !faults.isEmpty else { return }
    for fault in faults
    where fault.trial ?? trial == trial && fault.step ?? step == step
      && fault.attempt ?? attempt == attempt
    {
      try Self.strike(fault.kind, step: step, heartbeat: heartbeat)
    }
  }

  private static func strike(
    _ kind: Kind, step: Int, heartbeat: (Int) throws -> Void
  ) rethrows {
    switch kind {
    case .kill: raise(SIGKILL)
    case .early, .stuck: break
    case .trap: preconditionFailure("a fault on order")
    case .memory:
      var hoard: [[UInt8]] = []
      while true { hoard.append([UInt8](repeating: 1, count: 1 << 24)) }
    case .hang: while true { usleep(10_000) }
    case .loop:
      while true {
        usleep(1_000)
        try heartbeat(step)
      }
    case .slow: usleep(20_000)
    }
  }
}
