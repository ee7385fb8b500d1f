import Schema

/// A request for something that a results file does not have.
enum InspectionError: Error, Equatable, CustomStringConvertible {
  case unknownColumn(String, path: String, available: [String])
  case noTable(String, path: String)
  case wrongCondition(String, path: String)
  case noTrial(Int, path: String, count: Int)
  case noImportance(path: String, reason: String)
  case noFindings(path: String)
  case unknownFinding(String, available: [String])

  var description: String {
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
