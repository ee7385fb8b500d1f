import Foundation

/// The hosts that a user's options name for the MPI launcher, in a file or directly.
struct HostList: Equatable {
  struct Entry: Equatable {
    let host: String
    /// How many processes the host has room for; nil where the options do not say.
    let slots: Int?
  }

  let entries: [Entry]
  /// The options that name no hosts.
  let otherOptions: [String]
  private let kind: Launcher.Kind

  /// Options of Open MPI, MPICH and Intel MPI that name a file of hosts, and options that name hosts.
  private static let fileOptions: Set = [
    "--hostfile", "-hostfile", "--machinefile", "-machinefile", "--default-hostfile", "-f",
  ]
  private static let hostOptions: Set = ["--host", "-host", "-H", "--hosts", "-hosts"]

  /// - Returns: nil where no hosts are named, or their file cannot be read.
  init?(options: [String], kind: Launcher.Kind) {
    var entries: [Entry] = []
    var others: [String] = []
    var words = options.flatMap(Self.parts)[...]
    while let option = words.popFirst() {
      if Self.fileOptions.contains(option), let path = words.popFirst() {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        entries += text.split(whereSeparator: \.isNewline).compactMap { Self.entry(line: $0) }
      } else if Self.hostOptions.contains(option), let names = words.popFirst() {
        entries += names.split(separator: ",").compactMap { Self.entry(line: $0) }
      } else {
        others.append(option)
      }
    }
    guard !entries.isEmpty else { return nil }
    self.entries = entries
    otherOptions = others
    self.kind = kind
  }

  /// An option such as `--hostfile=hosts`, split into two words.
  private static func parts(_ option: String) -> [String] {
    guard let sign = option.firstIndex(of: "="),
      fileOptions.union(hostOptions).contains(String(option[..<sign]))
    else { return [option] }
    return [String(option[..<sign]), String(option[option.index(after: sign)...])]
  }

  /// Reads an entry such as `node1 slots=4 # comment` or `node1:4`.
  private static func entry(line: Substring) -> Entry? {
    let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
    guard let first = words.first else { return nil }
    let sides = first.split(separator: ":", maxSplits: 1)
    guard let host = sides.first else { return nil }
    let assigned = words.lazy.first { $0.hasPrefix("slots=") }.map { $0.dropFirst("slots=".count) }
    return Entry(
      host: String(host),
      slots: (assigned ?? sides.dropFirst().first).flatMap { Int($0) }
        .map { min(max(0, $0), 1_000_000) })
  }

  /// The hosts in order, each once.
  var hosts: [String] {
    var met: Set<String> = []
    return entries.map(\.host).filter { met.insert($0).inserted }
  }

  /// The hosts that the name service does not know.
  var unknownHosts: [String] {
    hosts.filter { host in
      var found: UnsafeMutablePointer<addrinfo>?
      defer { if let found { freeaddrinfo(found) } }
      return getaddrinfo(host, nil, nil, &found) == EAI_NONAME
    }
  }

  /// How many processes the given hosts, or all hosts, have room for; a host has room for one where the options do not
  /// say.
  func slots(of hosts: Set<String>?) -> Int {
    entries.filter { hosts?.contains($0.host) ?? true }.reduce(0) { $0 + ($1.slots ?? 1) }
  }

  /// Options that name these hosts only. Intel's launcher takes no number of slots with a name.
  func options(keeping hosts: Set<String>) -> [String] {
    let names = entries.filter { hosts.contains($0.host) }.map { entry in
      entry.host + (kind == .intel ? "" : entry.slots.map { ":\($0)" } ?? "")
    }
    return otherOptions + [kind.hostOption, names.joined(separator: ",")]
  }
}
