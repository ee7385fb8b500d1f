import Foundation

/// How much two curves of a trial rise in windows that are equally long in the logarithm of the step, apart from a smooth
/// trend of each.
///
/// The curves are interpolated to the windows' ends, so that it matters little how often they were looked at.
struct WindowedIncrements {
  static let count = 20
  /// Of the polynomial over the windows that is taken for the trend: curves that rise evenly in the step, in its logarithm or
  /// its root have nothing left.
  private static let degree = 4

  let first: [Double]
  let second: [Double]

  /// - Parameters:
  ///   - steps: Ascending; as many as there are numbers.
  ///   - start: The first window's beginning, a step; the last window ends with the last step.
  init(steps: [Int], _ first: [Double], _ second: [Double], from start: Double) {
    let times = steps.map { log(Double(max(1, $0))) }
    let (begin, end) = (log(start), times.last ?? .nan)
    let edges = (0...Self.count).map {
      begin + (end - begin) * Double($0) / Double(Self.count)
    }
    func increments(_ numbers: [Double]) -> [Double] {
      let values = edges.map { Self.value(at: $0, times, numbers) }
      return Self.withoutTrend(zip(values.dropFirst(), values).map { $0 - $1 })
    }
    (self.first, self.second) = (increments(first), increments(second))
  }

  /// How far the increments of the two go together, pooled over trials: Σ xy, in standard deviations of what it is when
  /// the windows of each trial are permuted.
  ///
  /// The deviation over all permutations is known in closed form: Σ (Σx²)(Σy²)/(K − 1) over trials of K windows is its
  /// square, as the residuals' means are zero (Pitman 1937). NaN where nothing moves.
  static func association(_ trials: [WindowedIncrements]) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let together = trials.reduce(0) { $0 + product($1.first, $1.second) }
    let variance = trials.reduce(0) { sum, trial in
      sum + product(trial.first, trial.first) * product(trial.second, trial.second)
        / Double(count - 1)
    }
    return variance > 0 ? together / variance.squareRoot() : .nan
  }

  /// On the line between the two looks around a time; NaN outside.
  private static func value(at time: Double, _ times: [Double], _ numbers: [Double]) -> Double {
    // The last window ends with the last look, up to rounding.
    guard let last = times.last, time <= last + 1e-9 else { return .nan }
    guard let after = times.firstIndex(where: { $0 >= time }) else { return numbers.last ?? .nan }
    guard after > 0 else { return times[0] == time ? numbers[0] : .nan }
    let share = (time - times[after - 1]) / (times[after] - times[after - 1])
    return numbers[after - 1] + share * (numbers[after] - numbers[after - 1])
  }

  /// What is left of numbers at equal distances without the polynomial that fits them best.
  private static func withoutTrend(_ numbers: [Double]) -> [Double] {
    let places = numbers.indices.map {
      2 * Double($0) / Double(numbers.count - 1) - 1
    }
    var basis: [[Double]] = []
    var rest = numbers
    for power in 0...degree {
      let monomial = places.map { pow($0, Double(power)) }
      let direction = basis.reduce(monomial) { without($1, $0) }
      basis.append(direction)
      rest = without(direction, rest)
    }
    return rest
  }

  /// A vector without its part along another.
  private static func without(_ direction: [Double], _ vector: [Double]) -> [Double] {
    let (product, square) = zip(vector, direction).reduce((0, 0)) {
      ($0.0 + $1.0 * $1.1, $0.1 + $1.1 * $1.1)
    }
    return zip(vector, direction).map { $0 - product / square * $1 }
  }
}
