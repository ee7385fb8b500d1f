import Foundation
import Platform
import Results
import Wording

/// What kind of place a results file is written to, and what follows from that.
struct WritingPlace {
  /// `always`, `never`, or how many seconds apart; by the file system where not set.
  static let variable = "DYNSWEEP_LIVE_COPY"
  static let interval = 10.0

  private let path: String
  private let fileSystem: FileSystemKind?
  private let request: String?

  init(
    _ path: String,
    environment: [String: String] = ProcessInfo.processInfo.environment,
    fileSystem: FileSystemKind? = nil
  ) {
    self.path = path
    self.fileSystem = fileSystem ?? FileSystemKind(holding: path)
    request = environment[Self.variable]
  }

  /// Seconds between two copies for readers; nil where readers can have the file itself.
  var copySeconds: Double? {
    switch request {
    case "never": return nil
    case "always": return Self.interval
    default: break
    }
    if let seconds = request.flatMap(Double.init), seconds > 0, seconds < 1e6 { return seconds }
    return fileSystem?.ordersWrites == false ? Self.interval : nil
  }

  var policy: FlushPolicy { FlushPolicy(liveCopyInterval: copySeconds.map { .seconds($0) }) }

  /// Said at the start.
  var notes: [String] {
    guard let copySeconds else { return [] }
    let reason =
      fileSystem.flatMap { $0.ordersWrites == false ? $0.name : nil }.map {
        "\($0) does not show a file in the making to other hosts as it is"
      } ?? "\(Self.variable) is set"
    return [
      "\(reason): while the sweep runs, read \(liveCopyPath(of: path)), a copy made every "
        + "\(NumberFormat.table(copySeconds)) s (dynsweep watch and show find it)"
    ]
  }
}
