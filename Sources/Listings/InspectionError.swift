package import Records
import Schema

/// A request for something that a results file does not have.
package enum InspectionError: Error, Equatable, CustomStringConvertible {
  case unknownColumn(String, path: String, available: [String])
  case noTable(String, path: String)
  case wrongCondition(String, path: String)
  case noTrial(Int, path: String, count: Int)
  case notKept(Int, path: String)
  case notReached(Int, path: String, status: TrialStatus)
  case noCheckpoint(Int, trial: Int, path: String, recorded: Int)
  case notKeptThere(Int, trial: Int, path: String)
  case noNet(Int, path: String, reason: String)
  case noSpectrum(path: String)
  case nothingToCompare(path: String)
  case unknownLayer(String, path: String, available: [String])
  case noImportance(path: String, reason: String)
  case noFindings(path: String)
  case unknownFinding(String, available: [String])

  package var description: String {
    switch self {
    case .unknownColumn(let name, let path, let available):
      "\(path): no axis or observable \"\(name.clipped)\""
        + "; there are \(listed(available))"
        + (nearestName(to: name, among: available).map { "; did you mean \"\($0)\"?" } ?? "")
    case .noTable(let name, let path):
      "\(path): \(name) has several numbers a checkpoint, which no column of this table holds; "
        + "--trial I sums them up, and xarray reads them"
    case .wrongCondition(let mistake, let path): "\(path): --where: \(mistake)"
    case .noTrial(let trial, let path, let count):
      "\(path): no trial \(trial); it has 0 to \(count - 1)"
    case .notKept(let trial, let path):
      "\(path): trial \(trial) keeps no net; a sweep with keep: {weights: final} keeps them"
    case .notReached(let trial, let path, let status):
      "\(path): trial \(trial) is \(status), and the net of its end is not there\(status.isClosed ? "" : " yet")"
        + "; expected a complete trial"
    case .noCheckpoint(let checkpoint, let trial, let path, let recorded):
      "\(path): trial \(trial) has no checkpoint \(checkpoint); "
        + (recorded > 0 ? "it has 0 to \(recorded - 1)" : "none is recorded yet")
    case .notKeptThere(let checkpoint, let trial, let path):
      "\(path): trial \(trial) keeps the net of its last checkpoint alone, not of checkpoint \(checkpoint); a sweep "
        + "with keep: {weights: all} keeps all of them"
    case .noNet(let trial, let path, let reason):
      "\(path): what trial \(trial) keeps cannot be taken out: \(reason)"
    case .noSpectrum(let path):
      "\(path): its sweep records no Lyapunov spectrum whose inputs could be written; expected observe: {lyapunov: …} "
        + "without error, initial_deviation and method"
    case .nothingToCompare(let path):
      "\(path): no configuration has two complete trials that keep a net; expected replicates, and keep: {weights: final, "
        + "states: {}}"
    case .unknownLayer(let name, let path, let available):
      "\(path): no states of a layer \"\(name.clipped)\"; there are \(listed(available))"
    case .noImportance(let path, let reason):
      "\(path): shares of variance cannot be told: \(reason)"
    case .noFindings(let path):
      "\(path): its sweep names no findings; name them under `findings` in the sweep, or with --finding"
    case .unknownFinding(let name, let available):
      "no finding \"\(name.clipped)\"; there are \(listed(available))"
        + (nearestName(to: name, among: available).map { "; did you mean \"\($0)\"?" } ?? "")
    }
  }
}
