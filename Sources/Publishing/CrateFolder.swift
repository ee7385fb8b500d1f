import Attribution
package import FileOwnership
import Foundation
import Records
import Results
import Schema
import SweepFiles

/// An RO-Crate of a results file, as a folder that an archive takes.
package struct CrateFolder {
  private let source: URL
  private let crate: ResearchCrate
  private let sweep: RecordedSweep
  /// What people should know about the crate.
  package let notes: [String]

  /// Reads the results file at `path`.
  ///
  /// - Throws: `ResultsError.busy` where a run is writing it, or what keeps it from being read; `SweepError` where this
  ///   program does not know what its sweep says.
  package init(of path: String) throws {
    if let holder = currentWriter(of: path) { throw ResultsError.busy(path: path, holder: holder) }
    sweep = try RecordedSweep(try ResultsReader(path))
    source = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw ResultsError.unreadable(path: path, reason: String(cString: strerror(errno)))
    }
    let end = Date(timeIntervalSince1970: TimeInterval(information.st_mtim.tv_sec))
    crate = ResearchCrate(sweep, size: Int(information.st_size), end: end, today: Date())
    notes = Self.notes(on: sweep)
  }

  private static func notes(on sweep: RecordedSweep) -> [String] {
    var notes: [String] = []
    if !sweep.isOver {
      let closed = sweep.statuses.count { $0.isClosed }
      notes.append(
        "the sweep is unfinished: \(closed) of \(counted(sweep.trialCount, "trial")) \(closed == 1 ? "has" : "have") ended"
      )
    }
    let about = sweep.plan.about
    let missing = [
      about?.authors.isEmpty == false ? nil : "author", about?.license == nil ? "licence" : nil,
      about?.summary == nil ? "summary" : nil,
    ].compactMap(\.self)
    if !missing.isEmpty {
      notes.append(
        "the sweep tells no \(oneOf(missing)); give it in the sweep file, under about, and run --resume takes it into "
          + "the results file")
    }
    return notes
  }

  /// Makes the folder at `path`, with copies of the file and of its sweep.
  ///
  /// - Throws: `ResultsError.cannotCreate` where there is something already, or it cannot be written.
  package func write(to path: String) throws(ResultsError) {
    let folder = URL(fileURLWithPath: path, isDirectory: true)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    } catch {
      throw .cannotCreate(path: path, reason: reason(error))
    }
    do {
      try FileManager.default.copyItem(
        at: source, to: folder.appendingPathComponent(sweep.fileName))
      try Data(sweep.header.sweep.utf8).write(
        to: folder.appendingPathComponent(crate.sweepFileName), options: .withoutOverwriting)
      try Data((crate.json.text() + "\n").utf8).write(
        to: folder.appendingPathComponent(ResearchCrate.fileName), options: .withoutOverwriting)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw .cannotCreate(path: path, reason: reason(error))
    }
  }

  private func reason(_ error: any Error) -> String { (error as NSError).localizedDescription }
}
