import Foundation
import Schema

/// The flow times at which checkpoints are taken: 0, then evenly spaced in the logarithm from `first` to `last`.
struct FlowTimes: Hashable, Sendable {
  let times: [Double]

  /// - Parameter count: At least 2.
  init(from first: Double, to last: Double, count: Int) {
    let ratio = log(last / first)
    var times = [0.0]
    for index in 0..<count - 2 {
      times.append(first * exp(ratio * Double(index) / Double(count - 2)))
    }
    // The last time is not computed but given, so that the end is reached however the powers round.
    times.append(last)
    self.times = times
  }

  var count: Int { times.count }
  var last: Double { times[times.count - 1] }

  static let entries: [Entry] = [
    .real("until", 6, in: .positive, "flow time at the end"),
    .integer(
      "checkpoints", 200, in: 2...100_000,
      "times at which all is recorded: 0, then evenly spaced in the logarithm up to the end"),
  ]
}
