import Foundation
import LinearAlgebra
import MessagePassing

/// Answers requests, one a line on standard input, each by one line of JSON: `{"seconds": …}` or `{"skipped": "why"}`.
///
/// A request is a row's name, or `limit` and a row's name for its matrix products alone. What a row needs is made at
/// its first request and kept for the next, so that a driver can alternate between this program and its peers.
@main
enum DynsweepBench {
  /// How long a measurement lasts at least, in seconds.
  private static let duration = 0.25

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      switch arguments.first {
      case "dispatch":
        let trials = arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
        try Dispatch(trials: trials, file: arguments.dropFirst(2).first).run(arguments: arguments)
      case "mpi":
        _ = try MPIProcess.join()
        MPIProcess.leave(code: 0, within: 2)
      default: answerRequests(on: arguments.contains("--processor-time") ? .processor : .wall)
      }
    } catch {
      FileHandle.standardError.write(Data("dynsweep-bench: \(error)\n".utf8))
      exit(70)
    }
  }

  private static func answerRequests(on clock: MeasuredClock) {
    useOneThread()
    var known: [String: any Benchmark] = [:]
    while let line = readLine() {
      let answer: [String: Any]
      do {
        let benchmark = try known[line] ?? made(line)
        known = benchmark.map { [line: $0] } ?? [:]
        answer =
          benchmark.map { ["seconds": $0.time(filling: duration, on: clock)] }
          ?? ["skipped": "no such row"]
      } catch {
        answer = ["skipped": "\(error)"]
      }
      let data = (try? JSONSerialization.data(withJSONObject: answer)) ?? Data("{}".utf8)
      FileHandle.standardOutput.write(data + Data("\n".utf8))
    }
  }

  private static func made(_ request: String) throws -> (any Benchmark)? {
    let words = request.split(separator: " ").map(String.init)
    if words.count == 2, words[0] == "limit" { return Catalogue.limit(words[1]) }
    return try Catalogue.benchmark(request)
  }
}
