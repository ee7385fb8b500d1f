/// How a trial ended, as whoever trained it tells.
package struct TrialOutcome: Equatable, Sendable {
  /// One of the closed ones.
  package let status: TrialStatus
  /// Training steps taken.
  package let steps: Int
  /// Why, in words; empty where it is complete.
  package let reason: String

  package init(_ status: TrialStatus, steps: Int = 0, reason: String = "") {
    precondition(status.isClosed, "a trial that ended is told to be \(status)")
    self.status = status
    self.steps = steps
    self.reason = reason
  }

  package static func complete(steps: Int) -> TrialOutcome {
    TrialOutcome(.complete, steps: steps)
  }

  package static func diverged(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(.diverged, steps: steps, reason: reason)
  }

  package static func failed(steps: Int = 0, reason: String) -> TrialOutcome {
    TrialOutcome(.failed, steps: steps, reason: reason)
  }

  /// - Parameter step: The step at which the loss was not finite.
  package static func diverged(at step: Int) -> TrialOutcome {
    diverged(steps: step, reason: "the loss was not finite at step \(step)")
  }
}
