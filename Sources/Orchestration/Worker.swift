import DequeModule
package import Logging
import MessagePassing
import Records
import Scheduling

/// A process that trains. It introduces itself, says that it is ready, and runs the trials that it is sent.
///
/// One thread does everything. While a trial runs, messages are exchanged in the runner's `heartbeat` and `report`.
package final class Worker<Link: Transport, Runner: TrialRunner> {
  private let description: WorkerDescription
  private let makeRunner: ([UInt8]) throws -> Runner
  private var connection: CoordinatorConnection<Link>

  /// - Parameter makeRunner: Makes the runner from the sweep's payload. Where it throws, this worker cannot run the
  ///   sweep; it reports so and leaves.
  package init(
    _ transport: Link, as description: WorkerDescription, logger: Logger = .silent,
    makeRunner: @escaping ([UInt8]) throws -> Runner
  ) {
    self.description = description
    self.makeRunner = makeRunner
    connection = CoordinatorConnection(transport, logger)
  }

  /// Works until the coordinator tells it to leave.
  ///
  /// - Throws: `OrchestrationError.coordinatorLost`, `.unknownMessage` where the coordinator runs another version, or
  ///   what the transport throws.
  package func run() throws {
    FaultInjection().strikeBeforeHello()
    connection.add(.hello(description))
    try connection.flush()
    guard let payload = try connection.awaitWelcome() else { return try connection.leave() }
    var runner: Runner
    do { runner = try makeRunner(payload) } catch {
      connection.add(.unfit(reason: "\(error)"))
      return try connection.leave()
    }
    while try connection.awaitWork() {
      if let assignment = connection.next() { try runTrial(assignment, with: &runner) }
    }
    try connection.leave()
  }

  private func runTrial(_ assignment: Assignment, with runner: inout Runner) throws {
    let start = try connection.begin(assignment)
    let outcome: TrialOutcome
    do {
      outcome = try runner.run(
        trial: assignment.trial, attempt: assignment.attempt,
        report: { try connection.report($0, of: assignment) },
        heartbeat: { try connection.heartbeat(step: $0, of: assignment) })
    } catch {
      if let failure = connection.failure { throw failure }
      outcome = .failed(reason: "\(error)")
    }
    // A trial that is left has no outcome, whatever the runner returned or threw.
    guard !connection.mustLeaveTrial else { return }
    // Nor has one that waits: what came after that checkpoint comes again if it goes on.
    guard !connection.isAtEnd else { return try connection.pause(assignment, since: start) }
    try connection.end(assignment, outcome, since: start)
  }
}
