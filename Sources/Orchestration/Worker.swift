import DequeModule
import MessagePassing
import Records
import Scheduling

/// A process that trains. It asks for nothing: it says hello and then runs what it is sent.
///
/// One thread does everything. While a trial runs, messages are exchanged in the runner's `heartbeat` and `report`.
package final class Worker<Link: Transport, Runner: TrialRunner> {
  private let description: WorkerDescription
  private let makeRunner: ([UInt8]) throws -> Runner
  private var mailbox: WorkerMailbox<Link>

  /// - Parameter makeRunner: Makes the runner from the sweep's payload. An error means that this worker cannot run the
  ///   sweep; it says so and leaves.
  package init(
    _ transport: Link, as description: WorkerDescription,
    makeRunner: @escaping ([UInt8]) throws -> Runner
  ) {
    self.description = description
    self.makeRunner = makeRunner
    mailbox = WorkerMailbox(transport)
  }

  /// Works until told to leave.
  ///
  /// - Throws: `OrchestrationError.coordinatorLost`, or what the transport throws.
  package func run() throws {
    FaultInjection().strikeBeforeHello()
    mailbox.add(.hello(description))
    try mailbox.flush()
    guard let payload = try mailbox.awaitWelcome() else { return try mailbox.leave() }
    var runner: Runner
    do { runner = try makeRunner(payload) } catch {
      mailbox.add(.unfit(reason: "\(error)"))
      return try mailbox.leave()
    }
    while try mailbox.awaitWork() {
      if let assignment = mailbox.next() { try runTrial(assignment, with: &runner) }
    }
    try mailbox.leave()
  }

  private func runTrial(_ assignment: Assignment, with runner: inout Runner) throws {
    let start = try mailbox.begin(assignment)
    let outcome: TrialOutcome
    do {
      outcome = try runner.run(
        trial: assignment.trial, attempt: assignment.attempt,
        report: { try mailbox.report($0, of: assignment) },
        heartbeat: { try mailbox.beat(step: $0, of: assignment) })
    } catch {
      if let failure = mailbox.failure { throw failure }
      outcome = .failed(reason: "\(error)")
    }
    // A trial that was to be left has no outcome, whatever the runner made of it.
    guard !mailbox.mustLeaveTrial else { return }
    try mailbox.end(assignment, outcome, since: start)
  }
}
