import Foundation

/// The ranks of this host as children of the launcher that has started them, watched for losses while MPI starts.
///
/// A launcher takes its time to start many: fewer than it has announced are no loss while they grow more. Fewer than there
/// were are one, and so are too few for long.
package struct LocalRanks {
  private let announced: Int?
  private var most = 0
  private var looksWithLoss = 0
  private var looksSinceGrowth = 0
  /// Whether the latest look has found more than all before.
  private(set) var isGrowing = false

  init(announced: Int?) { self.announced = announced }

  /// - Parameter count: The launcher's children now; nil where that is unknown.
  /// - Returns: Whether some are lost: they have been fewer than before for three looks, or too few for ten, and for one more for
  ///   each ten that there will be, which take the machine from one another.
  mutating func hasLost(now count: Int?) -> Bool {
    isGrowing = false
    guard let announced, let count else { return false }
    isGrowing = count > most
    most = max(most, count)
    looksSinceGrowth = isGrowing || count >= announced ? 0 : looksSinceGrowth + 1
    looksWithLoss = count < min(most, announced) ? looksWithLoss + 1 : 0
    return looksWithLoss >= 3 || looksSinceGrowth >= 10 + announced / 10
  }

  /// Nil where the parent is not the launcher, but a program between, or the system does not tell.
  ///
  /// - Parameter leavingOutEnded: Whether to look at each for one that has ended, but whose end the launcher has not asked for,
  ///   as Intel's does not.
  static func childrenOfLauncher(leavingOutEnded: Bool) -> Int? {
    children?.count { !leavingOutEnded || state(of: $0)?.first != "Z" }
  }

  /// Whether rank 0 is a child of the launcher of this host; nil where that is unknown.
  static var isFirstThere: Bool? {
    children?.contains { rank(of: $0) == 0 }
  }

  /// The numbers of the processes that are ranks of this host now, by rank, this one included; nil where that cannot be
  /// told. One that has ended is not among them, whether or not the launcher has asked for its end.
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
    // A program between is a rank itself.
    guard LaunchContext.rank(environment: environment) == nil else { return nil }
    let lists = threads.compactMap {
      try? String(contentsOfFile: "/proc/\(parent)/task/\($0)/children", encoding: .utf8)
    }
    return lists.isEmpty ? nil : lists.flatMap { $0.split(separator: " ").map(String.init) }
  }

  /// The parent, or where that is a `RankSupervisor` its parent.
  private static var launcher: String? {
    let parent = "\(getppid())"
    let files = FileManager.default
    guard let program = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      program == (try? files.destinationOfSymbolicLink(atPath: "/proc/\(parent)/exe"))
    else { return parent }
    return state(of: parent)?.dropFirst().first
  }

  /// The launcher's executable file; nil where the system does not tell.
  static var launcherProgram: String? {
    launcher.flatMap {
      try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")
    }
  }

  /// What the system says of a process, from its state and its parent on; nil where there is none.
  private static func state(of process: String) -> [String]? {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    // The name comes before, in parentheses.
    return text?.split(separator: ")").last?.split(separator: " ").map(String.init)
  }

  /// A process's; empty where it has ended.
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
