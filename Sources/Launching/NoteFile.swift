import Foundation
import Platform

/// The file through which a coordinator tells the launcher that started it how it fares, `.dynsweep-LAUNCHER-UUID`.
///
/// The name says whose it is, so that a file left by a killed launcher is not taken for one that another waits for.
struct NoteFile {
  private static let prefix = ".dynsweep-"
  /// What the launcher writes at first, to see that there is room for more than a note.
  private static let blank = [UInt8](repeating: UInt8(ascii: " "), count: 4096)

  let url: URL

  /// Makes a note of this process in `folder`, and removes those of launchers that are gone.
  ///
  /// - Throws: `LaunchError.noNote` where it cannot be written: found out before it matters.
  init(in folder: String) throws(LaunchError) {
    Self.removeStale(in: folder)
    let owner = ProcessIdentity.this.text.addingPercentEncoding(
      withAllowedCharacters: .alphanumerics)
    url = URL(fileURLWithPath: folder)
      .appendingPathComponent("\(Self.prefix)\(owner ?? "")-\(UUID().uuidString)")
    do { try Data(Self.blank).write(to: url) } catch {
      let cause = (error as NSError).userInfo[NSUnderlyingErrorKey].map { "\($0)" }
      throw .noNote(folder: folder, reason: cause ?? "\(error)")
    }
  }

  /// The coordinator's latest word; nil where it has said none yet, or could not say its last (`isWithdrawn`).
  var status: LaunchStatus? {
    (try? String(contentsOf: url, encoding: .utf8)).flatMap { LaunchStatus($0) }
  }

  /// Whether the coordinator has removed it: it ended in good order, but could not write how.
  var isWithdrawn: Bool { !OwnFile.isTaken(url.path) }

  func remove() { unlink(url.path) }

  private static func removeStale(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where owner(ofNoteNamed: name)?.isGone == true {
      // Another's stays.
      try? OwnFile.remove("\(folder)/\(name)", limit: blank.count) { isNote($0) }
    }
  }

  private static func owner(ofNoteNamed name: String) -> ProcessIdentity? {
    guard name.hasPrefix(prefix), let end = name.dropFirst(prefix.count).firstIndex(of: "-") else {
      return nil
    }
    let start = name.index(name.startIndex, offsetBy: prefix.count)
    return name[start..<end].removingPercentEncoding.flatMap { ProcessIdentity($0) }
  }

  private static func isNote(_ bytes: [UInt8]) -> Bool {
    bytes == blank || LaunchStatus(String(decoding: bytes, as: UTF8.self)) != nil
  }
}
