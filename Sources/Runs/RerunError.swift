package import Records
import Schema

/// Why trials of a results file cannot be run again for more.
package enum RerunError: Error, CustomStringConvertible {
  /// The sweep follows theories or starts a program, of which nothing else can be observed.
  case noNets(String, String)
  /// The sweep has a rule.
  case ruled(String)
  case noFinished(String)
  case noTrial(String, Int, count: Int)
  case unfinished(String, Int, TrialStatus, wanted: [TrialStatus])
  /// The nets of the trials' checkpoints are not all there.
  case notKept(String)
  /// The further checkpoints lie behind the last step of every trial.
  case beyond(String, ClosedRange<Int>, last: Int)
  /// The numbers of observables that are recorded depend on the checkpoints before.
  case remembering(String, [String])
  /// The new file would be the old one.
  case sameFile(String)

  package var description: String {
    switch self {
    case .noNets(let file, let kind):
      "\(file): its sweep has a \(kind), which records what it records; only nets can be observed further"
    case .ruled(let file):
      "\(file): its sweep has a rule, which would decide otherwise among the finished trials alone; only sweeps without one "
        + "can be observed further"
    case .noFinished(let file):
      "\(file): no trial is finished; go on with it by dynsweep run … --resume"
    case .noTrial(let file, let trial, let count):
      "\(file): no trial \(trial); it has 0 to \(count - 1)"
    case .unfinished(let file, let trial, let status, let wanted):
      "\(file): trial \(trial) is \(status.name); only trials that are \(oneOf(wanted.map(\.name))) can be run again"
    case .notKept(let file):
      "\(file): --from-weights needs the net of each checkpoint: a sweep with keep: {weights: all}, and no further "
        + "checkpoints; without it the trials are trained again"
    case .beyond(let file, let steps, let last):
      "\(file): no trial has a step \(steps.lowerBound); the longest ends at step \(last)"
    case .remembering(let file, let keys):
      "\(file): further checkpoints would change \(listed(keys)), whose numbers depend on the checkpoints before; run the "
        + "sweep anew with training: {checkpoints: {window: …}}"
    case .sameFile(let file):
      "\(file): is the file to be observed; name another with -o FILE.h5"
    }
  }
}
