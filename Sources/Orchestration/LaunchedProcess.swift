import Foundation

/// The coordinator's tie to the `Launcher` that started it, where one did.
public struct LaunchedProcess: Sendable {
  static let noteVariable = "DYNSWEEP_EXIT_NOTE"
  static let launcherVariable = "DYNSWEEP_LAUNCHER"

  private let note: String?
  private let launcher: Int32?

  /// - Parameter environment: This process's.
  public init(environment: [String: String]) {
    note = environment[LaunchedProcess.noteVariable]
    launcher = environment[LaunchedProcess.launcherVariable].flatMap { Int32($0) }
  }

  /// Tells the launcher that the sweep runs, and what exit code it should take a sudden death of the coordinator for.
  public func begin(codeIfLost: Int32) { write(codeIfLost) }

  /// Tells the launcher how the sweep has ended.
  ///
  /// - Returns: The code that this process should end with: 0 where the launcher was told, since MPI's own launcher would
  ///   complain of any other.
  public func end(code: Int32) -> Int32 { write(code) ? 0 : code }

  /// Whether there was a launcher and it was killed: then nobody waits for this sweep any more.
  public var isOrphaned: Bool { launcher.map { !processExists($0) } ?? false }

  @discardableResult private func write(_ code: Int32) -> Bool {
    guard let note else { return false }
    return (try? String(code).write(toFile: note, atomically: true, encoding: .utf8)) != nil
  }
}
