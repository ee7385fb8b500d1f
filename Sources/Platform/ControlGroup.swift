import Foundation

/// A control group of Linux that this process is in, of version 1 or 2.
struct ControlGroup: Equatable {
  enum Version { case one, two }

  /// The version of the hierarchy that the group is in, which decides the names of its files.
  package let version: Version
  /// The group's folder and those above it, up to where the hierarchy is mounted; limits of each hold.
  package let folders: [String]

  /// The groups whose limits hold for this process.
  ///
  /// - Parameter read: The text of a file; nil where there is no such file.
  package static func all(_ read: (String) -> String?) -> [ControlGroup] {
    let mounts = (read("/proc/self/mountinfo") ?? "").split(separator: "\n").compactMap(Mount.init)
    let lines = (read("/proc/self/cgroup") ?? "").split(separator: "\n")
    return lines.compactMap { line in
      // `4:cpu,cpuacct:/job/7`; version 2 names no controllers.
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      let controllers = parts[1].split(separator: ",").map(String.init)
      guard let mount = mounts.first(where: { $0.holds(controllers) }) else { return nil }
      return ControlGroup(
        version: controllers.isEmpty ? .two : .one, folders: mount.folders(of: String(parts[2])))
    }
  }

  /// The processor time that the group may use, in cores, rounded up; nil where there is no limit.
  package func cores(_ read: (String) -> String?) -> Int? {
    folders.compactMap { folder -> Int? in
      let quota: [Double?]
      switch version {
      case .two:
        // `max 100000` or `50000 100000`.
        quota = Self.numbers(read(folder + "/cpu.max"))
      case .one:
        quota = ["/cpu.cfs_quota_us", "/cpu.cfs_period_us"].flatMap {
          Self.numbers(read(folder + $0))
        }
      }
      guard quota.count == 2, let time = quota[0], let period = quota[1], time > 0, period > 0
      else {
        return nil
      }
      return Int(min((time / period).rounded(.up), 0x1p30))
    }.min()
  }

  /// The memory that the group may use, in bytes; nil where there is no limit.
  package func memory(_ read: (String) -> String?) -> UInt64? {
    let name = version == .two ? "/memory.max" : "/memory.limit_in_bytes"
    return folders.compactMap { folder in
      Self.words(read(folder + name)).first.flatMap { UInt64($0) }
    }.min()
  }

  private static func words(_ text: String?) -> [Substring] {
    text?.split(whereSeparator: \.isWhitespace) ?? []
  }

  private static func numbers(_ text: String?) -> [Double?] { words(text).map { Double($0) } }
}

/// A place where a hierarchy of control groups is mounted: a line of `/proc/self/mountinfo`.
private struct Mount {
  /// The path within the hierarchy of the group that is seen at `point`.
  let root: String
  let point: String
  /// The controllers that version 1 mounts there; empty for version 2.
  let controllers: [String]

  init?(_ line: Substring) {
    let words = line.split(separator: " ")
    guard let dash = words.firstIndex(of: "-"), dash > 4, words.count > dash + 3 else { return nil }
    guard ["cgroup", "cgroup2"].contains(words[dash + 1]) else { return nil }
    (root, point) = (String(words[3]), String(words[4]))
    let isFirst = words[dash + 1] == "cgroup"
    controllers = isFirst ? words[dash + 3].split(separator: ",").map(String.init) : []
  }

  func holds(_ wanted: [String]) -> Bool {
    wanted.isEmpty ? controllers.isEmpty : wanted.allSatisfy(controllers.contains)
  }

  /// The folder of the group at `path` and those above it. In a container the path can be the host's, while the mount
  /// shows the container's own group.
  func folders(of path: String) -> [String] {
    let base = root == "/" ? "" : root
    var rest = path == base || path.hasPrefix(base + "/") ? String(path.dropFirst(base.count)) : ""
    var found: [String] = []
    while !rest.isEmpty && rest != "/" {
      found.append(point + rest)
      rest = String(rest[..<(rest.lastIndex(of: "/") ?? rest.startIndex)])
    }
    return found + [point]
  }
}
