/// How a trial ended, as its worker reports it.
package struct TrialOutcome: Equatable, Sendable {
  /// How it ended; always a closed status.
  package let status: TrialStatus
  /// Training steps taken.
  package let steps: Int
  /// Why it ended so, in words for people; empty where it is complete.
  package let reason: String

  /// - Precondition: `status` is closed.
  package init(_ status: TrialStatus, steps: Int = 0, reason: String = "") {
    precondition(status.isClosed, "a trial that ended is told to be \(status)")
    self.status = status
    self.steps = steps
    self.reason = reason
  }

  /// The outcome of a trial that was trained to its end.
  package static func complete(steps: Int) -> TrialOutcome {
    TrialOutcome(.complete, steps: steps)
  }

  /// The outcome of a trial whose numbers stopped being finite after `steps` steps.
  package static func diverged(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(.diverged, steps: steps, reason: reason)
  }

  /// The outcome of a trial that could not be trained to its end, for a reason other than divergence.
  package static func failed(steps: Int = 0, reason: String) -> TrialOutcome {
    TrialOutcome(.failed, steps: steps, reason: reason)
  }

  /// The outcome of a trial whose loss was not finite at `step`.
  package static func diverged(at step: Int) -> TrialOutcome {
    diverged(steps: step, reason: "the loss was not finite at step \(step)")
  }
}
