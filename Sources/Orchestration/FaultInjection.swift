import Records
import Foundation

/// Faults on order, for tests of what this program survives; the only place that knows of them.
///
/// The environment variable `DYNSWEEP_FAULT` holds orders separated by `;`, each a kind and where it strikes a worker:
/// `kill:trial=3,step=20,attempt=1`. What is left out fits any (`attempt` too). The kinds:
///
/// - `kill`, `trap`: The process ends by SIGKILL, or as a failed precondition ends it.
/// - `memory`: It takes memory until the system refuses or ends it.
/// - `hang`: It computes for ever and answers nothing.
/// - `loop`: It trains for ever: signs of life go on, steps do not.
/// - `slow`: Each step takes 20 ms more.
struct FaultInjection: Equatable, Sendable {
  enum Kind: String { case kill, trap, memory, hang, loop, slow }

  struct Order: Equatable {
    let kind: Kind
    var trial: TrialID?
    var step: Int?
    var attempt: Attempt?
  }

  private let orders: [Order]

  /// - Parameter environment: This process's; orders that cannot be read are none.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    orders = (environment["DYNSWEEP_FAULT"] ?? "").split(separator: ";").compactMap(Self.order)
  }

  private static func order(_ text: Substring) -> Order? {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
    var order = Order(kind: kind)
    for condition in parts.dropFirst().joined().split(separator: ",") {
      let sides = condition.split(separator: "=")
      guard sides.count == 2, let number = Int(sides[1]) else { return nil }
      switch sides[0] {
      case "trial": order.trial = TrialID(number)
      case "step": order.step = number
      case "attempt": order.attempt = Attempt(number)
      default: return nil
      }
    }
    return order
  }

  /// Strikes where this step of a trial was ordered to be struck.
  func strike(trial: TrialID, step: Int, attempt: Attempt, heartbeat: (Int) throws -> Void) rethrows
  {
    guard !orders.isEmpty else { return }
    for order in orders
    where order.trial ?? trial == trial && order.step ?? step == step
      && order.attempt ?? attempt == attempt
    {
      try Self.strike(order.kind, step: step, heartbeat: heartbeat)
    }
  }

  private static func strike(
    _ kind: Kind, step: Int, heartbeat: (Int) throws -> Void
  ) rethrows {
    switch kind {
    case .kill: raise(SIGKILL)
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
