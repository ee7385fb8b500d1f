/// How a trial ended.
package struct TrialOutcome: Equatable, Sendable {
  package let status: TrialStatus
  /// Training steps taken.
  package let steps: Int
  /// Why, in words; empty where it is complete.
  package let reason: String

  package static func complete(steps: Int) -> TrialOutcome {
    TrialOutcome(status: .complete, steps: steps, reason: "")
  }

  package static func diverged(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(status: .diverged, steps: steps, reason: reason)
  }

  package static func pruned(steps: Int, reason: String) -> TrialOutcome {
    TrialOutcome(status: .pruned, steps: steps, reason: reason)
  }

  package static func failed(steps: Int = 0, reason: String) -> TrialOutcome {
    TrialOutcome(status: .failed, steps: steps, reason: reason)
  }
}
