import Foundation
import Platform

/// The file through which a coordinator reports its status to the launcher that started it, `.dynsweep-LAUNCHER-UUID`.
///
/// The name tells which launcher it belongs to, so that a file left by a killed launcher is not mistaken for one in
/// use.
struct NoteFile {
  private static let prefix = ".dynsweep-"
  /// What the launcher writes first, to make sure that there is room for a note.
  private static let blank = [UInt8](repeating: UInt8(ascii: " "), count: 4096)

  let url: URL

  /// Makes a note of this process in `folder`, and removes the notes of launchers that are gone.
  ///
  /// - Throws: `LaunchError.noNote` where it cannot be written, which is found out here before the sweep depends on it.
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

  /// The coordinator's latest status; nil where it has reported none, or could not write the final one (`isWithdrawn`).
  var status: LaunchStatus? {
    (try? String(contentsOf: url, encoding: .utf8)).flatMap { LaunchStatus($0) }
  }

  /// Whether the coordinator has removed the note: it ended in good order, but could not write how.
  var isWithdrawn: Bool { !OwnFile.isTaken(url.path) }

  func remove() { unlink(url.path) }

  private static func removeStale(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where owner(ofNoteNamed: name)?.isGone == true {
      // A file that is no note stays.
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

  /// Whether these are the bytes of a note, perhaps of one that an earlier version has left, which wrote an exit code as
  /// the second word.
  private static func isNote(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let words = text.split(separator: " ")
    let earlier = (words.prefix(1) + words.dropFirst(2)).joined(separator: " ")
    return bytes == blank || LaunchStatus(text) != nil || LaunchStatus(earlier) != nil
  }
}
