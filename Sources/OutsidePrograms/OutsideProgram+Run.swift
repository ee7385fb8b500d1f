import Foundation
import Platform
package import Records
import Schema

/// What a program is told of the trial that it is started for, beside its parameters.
package struct ProgramStart: Equatable, Sendable {
  /// The trial's number in the sweep.
  package let trial: TrialID
  /// The number of its replicate.
  package let replicate: Int
  /// The number of the trial's hand-out.
  package let attempt: Attempt
  /// The key of all random numbers of the trial.
  package let seed: UInt64
  /// The path of a folder for the program's own snapshots; nil where there is none.
  package let folder: String?

  package init(
    trial: TrialID, replicate: Int, attempt: Attempt, seed: UInt64, folder: String?
  ) {
    self.trial = trial
    self.replicate = replicate
    self.attempt = attempt
    self.seed = seed
    self.folder = folder
  }
}

extension OutsideProgram {
  /// How long a program that is to end has for it after SIGTERM, in seconds: less than a coordinator waits for its
  /// workers' goodbyes.
  private static let graceSeconds = 3.0

  /// Runs the program for a trial, to its end. One that a signal ends is started once more, as a trial is that costs a
  /// worker.
  ///
  /// - Parameters:
  ///   - heartbeat: Called some dozens of times a second, with the step of the latest line and the number of rows. Where
  ///     it throws, the program is ended.
  ///   - report: Takes each row, in order.
  /// - Returns: How the trial ended; what is wrong with the program is the reason of a failure.
  /// - Throws: What `heartbeat` and `report` throw.
  package func run(
    _ start: ProgramStart, heartbeat: (_ step: Int, _ rows: Int) throws -> Void,
    report: (CheckpointRecord) throws -> Void
  ) throws -> TrialOutcome {
    var folder = start.folder.flatMap { ProgramFolder(preparing: $0) }
    let hasFolder = folder != nil
    var kills = 0
    while true {
      var session: ProgramSession
      do throws(ProgramFault) {
        session = try ProgramSession(
          self, input(start, kills: kills, hasFolder: hasFolder), first: folder?.firstStep)
      } catch { return .failed(reason: error.description) }
      folder?.note(process: session.process.identifier)
      do {
        try session.run(heartbeat: heartbeat) { row in
          folder?.note(firstStep: row.step)
          try report(row)
        }
        folder?.removeIfEmpty()
        guard session.rows.hasDiverged else { return .complete(steps: session.rows.step) }
        return .diverged(
          steps: session.rows.step, reason: "the program says so at step \(session.rows.step)")
      } catch ProgramFault.killed where kills == 0 {
        kills += 1
      } catch let fault as ProgramFault {
        session.process.end(within: Self.graceSeconds)
        return .failed(steps: session.rows.step, reason: fault.description)
      } catch {
        session.process.end(within: Self.graceSeconds)
        throw error
      }
    }
  }

  /// What the program finds on its standard input: one line with a JSON object.
  func input(_ start: ProgramStart, kills: Int = 0, hasFolder: Bool) -> [UInt8] {
    let object = JSONValue.object([
      "trial": .integer(start.trial.number), "replicate": .integer(start.replicate),
      "attempt": .integer(start.attempt.number + kills), "seed": .unsigned(start.seed),
      "checkpoints": .integer(checkpoints), "parameters": parameters,
      "folder": hasFolder ? start.folder.map(JSONValue.text) ?? .null : .null,
    ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // A JSON value without infinities, as parameters are, can always be encoded.
    return ((try? encoder.encode(object)).map(Array.init) ?? []) + [UInt8(ascii: "\n")]
  }
}
