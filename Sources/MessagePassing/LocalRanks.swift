import Foundation

/// The ranks of this host as children of the launcher that has started them, watched for losses while MPI starts.
///
/// A launcher takes time to start many ranks, so that fewer than it has announced are no loss while their number grows.
/// A number that shrinks is a loss, and so is one that stays too small for long.
package struct LocalRanks {
  private let announced: Int?
  private var most = 0
  private var looksWithLoss = 0
  private var looksSinceGrowth = 0
  /// Whether the latest look has found more ranks than every look before.
  private(set) var isGrowing = false

  init(announced: Int?) { self.announced = announced }

  /// Takes a look at the number of ranks.
  ///
  /// - Parameter count: The number of the launcher's children now; nil where that is unknown.
  /// - Returns: Whether some ranks are lost: there have been fewer than before for three looks, or too few without
  ///   growth for ten looks and one more for each ten ranks announced, as many ranks slow each other's start.
  mutating func hasLost(now count: Int?) -> Bool {
    isGrowing = false
    guard let announced, let count else { return false }
    isGrowing = count > most
    most = max(most, count)
    looksSinceGrowth = isGrowing || count >= announced ? 0 : looksSinceGrowth + 1
    looksWithLoss = count < min(most, announced) ? looksWithLoss + 1 : 0
    return looksWithLoss >= 3 || looksSinceGrowth >= 10 + announced / 10
  }

  /// How many children the launcher of this host has; nil where the parent is not the launcher but a program between,
  /// or where the system does not say.
  ///
  /// - Parameter leavingOutEnded: Whether to leave out children that have ended but whose exit code the launcher has
  ///   not asked for, as Intel's does not.
  static func childrenOfLauncher(leavingOutEnded: Bool) -> Int? {
    children?.count { !leavingOutEnded || state(of: $0)?.first != "Z" }
  }

  /// Whether rank 0 is a child of the launcher of this host; nil where that is unknown.
  static var isFirstThere: Bool? {
    children?.contains { rank(of: $0) == 0 }
  }

  /// The process numbers of this host's ranks, by rank, this process included; nil where they cannot be found. A
  /// process that has ended is not among them, whether or not the launcher has asked for its exit code.
  package static var processes: [Int: Int32]? {
    guard let children else { return nil }
    let ranks = children.compactMap { child in
      Int32(child).flatMap { process in rank(of: child).map { ($0, process) } }
    }
    let found = Dictionary(ranks, uniquingKeysWith: { $1 })
    let own = LaunchContext.rank(environment: ProcessInfo.processInfo.environment)
    return own.flatMap { found[$0] } == nil ? nil : found
  }

  private static func rank(of process: String) -> Int? {
    environment(of: process).flatMap { LaunchContext.rank(environment: $0) }
  }

  private static var children: [String]? {
    guard let parent = launcher, let environment = environment(of: parent),
      let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(parent)/task")
    else { return nil }
    // A parent that has a rank itself is a program between the launcher and this process.
    guard LaunchContext.rank(environment: environment) == nil else { return nil }
    let lists = threads.compactMap {
      try? String(contentsOfFile: "/proc/\(parent)/task/\($0)/children", encoding: .utf8)
    }
    return lists.isEmpty ? nil : lists.flatMap { $0.split(separator: " ").map(String.init) }
  }

  /// The process number of the parent; where that is a `RankSupervisor`, of the parent's parent.
  private static var launcher: String? {
    let parent = "\(getppid())"
    let files = FileManager.default
    guard let program = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      program == (try? files.destinationOfSymbolicLink(atPath: "/proc/\(parent)/exe"))
    else { return parent }
    return state(of: parent)?.dropFirst().first
  }

  /// The launcher's executable file; nil where the system does not say.
  static var launcherProgram: String? {
    launcher.flatMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")
    }
  }

  /// The fields of a process's `/proc/…/stat` from its state and its parent on; nil where there is no such process.
  private static func state(of process: String) -> [String]? {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The program's name comes first, in parentheses.
    return text?.split(separator: ")").last?.split(separator: " ").map(String.init)
  }

  /// The environment variables of a process; empty where it has ended, nil where they cannot be read.
  private static func environment(of process: String) -> [String: String]? {
    guard let variables = FileManager.default.contents(atPath: "/proc/\(process)/environ") else {
      return nil
    }
    let words = variables.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let pairs = words.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    return Dictionary(
      pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
  }
}
