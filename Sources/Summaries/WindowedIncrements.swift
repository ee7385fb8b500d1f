import Foundation

/// How much two curves of a net rise in windows that are equally long in the logarithm of the step, apart from a smooth
/// trend of each.
///
/// The curves are interpolated to the windows' ends, so that it matters little how often they were recorded.
package struct WindowedIncrements {
  /// The number of windows.
  package static let count = 20
  /// The degree of the polynomial over the windows that is taken for the trend. A net that learns faster than another,
  /// but as evenly, has nothing left.
  private static let degree = 4
  /// The share of the largest number below which a difference counts as rounding.
  private static let rounding = 1e-9

  /// The rises of the first curve less their trend, one a window, in the curve's own unit.
  package let first: [Double]
  /// The rises of the second curve less their trend, one a window, in the curve's own unit.
  package let second: [Double]

  /// - Parameters:
  ///   - steps: The steps at which the curves were recorded, ascending; as many as each curve has numbers.
  ///   - start: The step at which the first window begins; the last window ends with the last step.
  package init(steps: [Int], _ first: [Double], _ second: [Double], from start: Double) {
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

  /// How far a net's first curve goes with its own second one rather than with another net's: Σᵢ xᵢ·yᵢ in standard
  /// deviations of Σᵢ xᵢ·yₚ₍ᵢ₎ over all permutations p of the nets within a group.
  ///
  /// In each window the increments are taken without the nets' mean and in units of their spread, so that what all nets
  /// of a group do at the same time does not count. The deviation is known in closed form: with Aᵢⱼ = xᵢ·yⱼ, whose rows
  /// and columns have mean zero, ΣA²ᵢⱼ / (n − 1) is its square (Hoeffding 1951), added up over groups.
  ///
  /// - Parameter groups: Groups of nets that differ by their seeds alone.
  /// - Returns: 0 where the nets of every group are alike; NaN where a group has fewer than two, or a number is not
  ///   finite.
  package static func association(_ groups: [[WindowedIncrements]]) -> Double {
    var (together, variance) = (0.0, groups.isEmpty ? .nan : 0.0)
    for nets in groups {
      let (first, second) = (standardized(nets.map(\.first)), standardized(nets.map(\.second)))
      together += zip(first, second).reduce(0) { $0 + product($1.0, $1.1) }
      let squares = first.reduce(0) { sum, one in
        second.reduce(sum) { $0 + pow(product(one, $1), 2) }
      }
      variance += nets.count > 1 ? squares / Double(nets.count - 1) : .nan
    }
    return variance == 0 ? 0 : together / variance.squareRoot()
  }

  /// The increments less the nets' mean in each window, in units of their standard deviation; 0 where nets are alike.
  private static func standardized(_ nets: [[Double]]) -> [[Double]] {
    let scale = nets.joined().map(abs).max() ?? 0
    let windows = (0..<count).map { window in
      let numbers = nets.map { $0[window] }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let spread = (numbers.reduce(0) { $0 + pow($1 - mean, 2) } / Double(numbers.count))
        .squareRoot()
      return numbers.map { spread <= rounding * scale ? 0 : ($0 - mean) / spread }
    }
    return nets.indices.map { net in windows.map { $0[net] } }
  }

  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The curve's value at a time, on the line between the two records around it; NaN outside the records.
  private static func value(at time: Double, _ times: [Double], _ numbers: [Double]) -> Double {
    // The last window ends with the last record, up to rounding.
    guard let last = times.last, time <= last + 1e-9 else { return .nan }
    guard let after = times.firstIndex(where: { $0 >= time }) else { return numbers.last ?? .nan }
    guard after > 0 else { return times[0] == time ? numbers[0] : .nan }
    let share = (time - times[after - 1]) / (times[after] - times[after - 1])
    return numbers[after - 1] + share * (numbers[after] - numbers[after - 1])
  }

  /// The numbers, taken at equal distances, less the polynomial of degree `degree` that fits them best.
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
    let scale = numbers.map(abs).max() ?? 0
    return rest.map { abs($0) <= rounding * scale ? 0 : $0 }
  }

  /// A vector less its projection on another.
  private static func without(_ direction: [Double], _ vector: [Double]) -> [Double] {
    let (product, square) = zip(vector, direction).reduce((0, 0)) {
      ($0.0 + $1.0 * $1.1, $0.1 + $1.1 * $1.1)
    }
    return zip(vector, direction).map { $0 - product / square * $1 }
  }
}
