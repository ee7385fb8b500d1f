import Foundation
import Platform
import Results
import Wording

/// The place that a results file is written to, and what its kind of file system requires.
struct WritingPlace {
  /// The environment variable that sets the copies for readers: `always`, `never`, or the seconds between two copies.
  /// The file system decides where it is not set.
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

  /// The seconds between two copies for readers; nil where readers can have the file itself.
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

  /// Notes for people at the start of a run.
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
