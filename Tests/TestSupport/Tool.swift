package import Foundation

/// A program that a test runs.
package struct ToolOutcome: Sendable {
  /// Exit status; of a signal, its number negated.
  package let status: Int32
  package let output: String
  package let errors: String
}

/// Runs the program at `path` and waits for its end.
package func run(
  _ path: String, _ arguments: [String], environment: [String: String] = [:]
) throws -> ToolOutcome {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  // Files, not pipes: a program that writes much to both never waits for us.
  let place = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: place) }
  let files = ["output", "errors"].map { place.appendingPathComponent($0) }
  for file in files { try Data().write(to: file) }
  process.standardOutput = try FileHandle(forWritingTo: files[0])
  process.standardError = try FileHandle(forWritingTo: files[1])
  try process.run()
  process.waitUntilExit()
  let signaled = process.terminationReason == .uncaughtSignal
  return ToolOutcome(
    status: signaled ? -process.terminationStatus : process.terminationStatus,
    output: String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
    errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
}

/// Runs a Python script in the system's Python, which has h5py and xarray from packages.
package func python(_ script: String, _ arguments: [String] = []) throws -> ToolOutcome {
  try run("/usr/bin/python3", ["-c", script] + arguments)
}

/// The folder that holds the package's products, among which test programs run; `DYNSWEEP_PROGRAMS`
/// where that is set, to test programs that were built otherwise.
package var productsDirectory: URL {
  if let folder = ProcessInfo.processInfo.environment["DYNSWEEP_PROGRAMS"] {
    return URL(fileURLWithPath: folder)
  }
  return URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent()
}

/// Whether the tests that need more than the packages of `cluster/setup.sh`, or more than a minute,
/// are wanted.
package var allTestsAreWanted: Bool {
  ProcessInfo.processInfo.environment["DYNSWEEP_TEST_ALL"] == "1"
}

/// How often a test of chance is to throw its dice: `DYNSWEEP_TEST_ROUNDS` times where that is set.
///
/// - Parameters:
///   - usual: Where it is not.
///   - all: Where all tests are wanted.
package func rounds(_ usual: Int, all: Int) -> Int {
  let asked = ProcessInfo.processInfo.environment["DYNSWEEP_TEST_ROUNDS"].flatMap { Int($0) }
  return asked ?? (allTestsAreWanted ? all : usual)
}
