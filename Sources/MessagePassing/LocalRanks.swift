import Foundation

/// The ranks of this host as children of the launcher that has started them.
enum LocalRanks {
  /// Whether there are fewer than the launcher has announced; false where that cannot be told.
  static func isAnyMissing(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Bool {
    guard let announced = LaunchContext.localSize(environment: environment), let childrenOfLauncher
    else { return false }
    return childrenOfLauncher < announced
  }

  /// Nil where the parent is not the launcher, but a program between, or the system does not tell.
  private static var childrenOfLauncher: Int? {
    let parent = "/proc/\(getppid())"
    guard let variables = FileManager.default.contents(atPath: "\(parent)/environ"),
      let threads = try? FileManager.default.contentsOfDirectory(atPath: "\(parent)/task")
    else { return nil }
    let words = variables.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    let pairs = words.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    let environment = Dictionary(
      pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    // A program between is a rank itself.
    guard LaunchContext.rank(environment: environment) == nil else { return nil }
    let lists = threads.compactMap {
      try? String(contentsOfFile: "\(parent)/task/\($0)/children", encoding: .utf8)
    }
    return lists.isEmpty ? nil : lists.reduce(0) { $0 + $1.split(separator: " ").count }
  }
}
