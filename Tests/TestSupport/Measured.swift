import Foundation

/// What a program took, as the kernel last said of it while it ran.
package struct Measurement: Sendable {
  /// Exit status; of a signal, its number negated.
  package let status: Int32
  /// Of the program itself, without what it started.
  package let processorSeconds: Double
  package let peakBytes: Int
}

/// Runs the program at `path` to its end, without its output, and looks at what it takes.
package func measured(_ path: String, _ arguments: [String]) throws -> Measurement {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = FileHandle.nullDevice
  process.standardError = FileHandle.nullDevice
  try process.run()
  var (seconds, bytes) = (0.0, 0)
  while process.isRunning {
    let folder = "/proc/\(process.processIdentifier)"
    if let status = try? String(contentsOfFile: "\(folder)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = Int(line.filter(\.isNumber))
    {
      bytes = max(bytes, 1024 * kilobytes)
    }
    if let text = try? String(contentsOfFile: "\(folder)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    {
      let ticks = text[name...].split(separator: " ").dropFirst(12).prefix(2).compactMap {
        Double($0)
      }
      seconds = max(seconds, ticks.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK))))
    }
    usleep(2_000)
  }
  process.waitUntilExit()
  let isSignal = process.terminationReason == .uncaughtSignal
  return Measurement(
    status: isSignal ? -process.terminationStatus : process.terminationStatus,
    processorSeconds: seconds, peakBytes: bytes)
}
