import Synchronization

/// What becomes of each feature x of a sequence set's inputs: factor · x + shift.
package struct FeatureScaling: Sendable {
  package let factors: [Double]
  package let shifts: [Double]

  private static let cache = Mutex<[String: FeatureScaling]>([:])

  /// To mean 0 and variance 1 over the steps of some sequences; a feature that is constant gets mean 0 alone. Found
  /// once a process.
  ///
  /// - Parameter sequences: Of one set always the same, if so many.
  package static func standard(_ set: SequenceSet, over sequences: [Int]) -> FeatureScaling {
    let key = "\(sequences.count) \(set.path)"
    return cache.withLock { known in
      if let scaling = known[key] { return scaling }
      let scaling = FeatureScaling(standardizing: set, over: sequences)
      known[key] = scaling
      return scaling
    }
  }

  init(standardizing set: SequenceSet, over sequences: [Int]) {
    let width = set.features
    // Sums of what is left beside a first number: means far from zero cost no digits.
    var first = [Double](repeating: 0, count: width)
    var sums = first
    var squares = first
    var steps = 0.0
    for sequence in sequences {
      let place = sequence * set.steps * width
      let numbers = set.inputs.numbers(place..<place + set.length(of: sequence) * width)
      if steps == 0 { first = Array(numbers.prefix(width)) }
      for (place, number) in numbers.enumerated() {
        let rest = number - first[place % width]
        sums[place % width] += rest
        squares[place % width] += rest * rest
      }
      steps += Double(set.length(of: sequence))
    }
    let deviations = zip(sums, squares).map { sum, square in
      max(0, square / steps - (sum / steps) * (sum / steps)).squareRoot()
    }
    let factors = deviations.map { $0 > 0 ? 1 / $0 : 1 }
    self.factors = factors
    shifts = (0..<width).map { -(first[$0] + sums[$0] / steps) * factors[$0] }
  }
}
