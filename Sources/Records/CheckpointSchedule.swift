import Foundation

/// The training steps at which observables are taken.
package struct CheckpointSchedule: Hashable, Sendable {
  /// How checkpoints are spread over a training; the raw values are the words of sweep files.
  package enum Spacing: String, Hashable, Sendable {
    case linear, log
  }

  /// How many checkpoints are wanted; at least 2.
  package let count: Int
  /// Whether they are evenly spaced in the step or in its logarithm.
  package let spacing: Spacing

  /// - Precondition: `count` is at least 2, for the first and the last step.
  package init(count: Int, spacing: Spacing) {
    precondition(count >= 2, "\(count) checkpoints cannot hold the first and the last step")
    self.count = count
    self.spacing = spacing
  }

  /// How many checkpoints a training of `total` steps has: as many as wanted, but at most one a step and one before
  /// training.
  package func count(upTo total: Int) -> Int { min(count, total + 1) }

  /// The checkpoints of a training of `total` steps: strictly increasing, from 0 (before training) to `total`.
  ///
  /// Linear ones are evenly spaced. Logarithmic ones are 0 and then evenly spaced in the logarithm
  /// from 1; where rounding would let some coincide, they take the next free steps instead, so that
  /// the number is always `count(upTo:)`.
  package func steps(upTo total: Int) -> [Int] {
    let count = count(upTo: total)
    guard count > 1 else { return [0] }
    var steps = [0]
    for i in 1..<count {
      // Enough steps must remain for the checkpoints still to come.
      let latest = total - (count - 1 - i)
      steps.append(min(latest, max(steps[i - 1] + 1, wanted(i, of: count, upTo: total))))
    }
    return steps
  }

  private func wanted(_ i: Int, of count: Int, upTo total: Int) -> Int {
    guard i < count - 1 else { return total }
    let place =
      switch spacing {
      case .linear: Double(total) * Double(i) / Double(count - 1)
      case .log: pow(Double(total), Double(i - 1) / Double(count - 2))
      }
    return Int(place.rounded())
  }
}
