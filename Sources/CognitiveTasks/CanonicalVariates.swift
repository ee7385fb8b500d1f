package import LinearAlgebra

/// Pairs of linear functions of two sets of signals, chosen one after another so that their correlation is the largest
/// and each is uncorrelated with those before it (Hotelling 1936).
package struct CanonicalVariates: Sendable {
  /// The correlation of each pair, descending.
  package let correlations: [Double]
  /// The functions of the first signals, one for each pair: weights of the signals themselves, and what is added.
  package let first: [LinearFunction]
  /// The functions of the second signals.
  package let second: [LinearFunction]

  /// The variates of two sets of signals, each variate of mean 0 and variance 1 on these samples.
  ///
  /// Signals are brought to variance 1; directions whose singular value is below 10⁻³ of the largest are left out, since
  /// signals may be copies of each other. Of a pair, the sign is chosen by the largest weight of the first.
  ///
  /// - Parameters:
  ///   - x: The first signals, samples × signals.
  ///   - y: The second signals of the same samples.
  package init(_ x: Matrix<Double>, _ y: Matrix<Double>) {
    precondition(x.rows == y.rows, "\(x.shape) beside \(y.shape)")
    let (one, other) = (Whitening(x), Whitening(y))
    let system = one.signals.times(other.signals, transposingSelf: true).singularSystem
    let share = 1 / Double(max(x.rows, 1))
    correlations = system.values.map { share * $0 }
    var (first, second) = ([LinearFunction](), [LinearFunction]())
    for pair in system.values.indices {
      let a = one.function(system.left.transposed[row: pair])
      let largest = a.weights.max { abs($0) < abs($1) } ?? 0
      let sign: Double = largest < 0 ? -1 : 1
      first.append(a.mapped(by: sign))
      second.append(other.function(system.right[row: pair]).mapped(by: sign))
    }
    (self.first, self.second) = (first, second)
  }
}

/// Σ wⱼ xⱼ + b.
package struct LinearFunction: Hashable, Sendable {
  /// A weight for each signal.
  package let weights: [Double]
  /// What is added.
  package let offset: Double

  package func callAsFunction(_ signals: some Collection<Double>) -> Double {
    zip(weights, signals).reduce(offset) { $0 + $1.0 * $1.1 }
  }

  /// The same function times a factor, with a number added.
  func mapped(by factor: Double, adding term: Double = 0) -> LinearFunction {
    LinearFunction(weights: weights.map { factor * $0 }, offset: factor * offset + term)
  }
}

/// Signals made uncorrelated, of mean 0 and variance 1.
private struct Whitening {
  /// Samples × directions.
  let signals: Matrix<Double>
  private let means: [Double]
  /// What takes centred signals to directions, signals × directions.
  private let directions: Matrix<Double>

  init(_ matrix: Matrix<Double>) {
    let (n, k) = (matrix.rows, matrix.columns)
    let share = 1 / Double(max(n, 1))
    let means = (0..<k).map { column in
      share * (0..<n).reduce(0) { $0 + matrix[$1, column] }
    }
    var centered = matrix
    for row in 0..<n {
      for column in 0..<k { centered[row, column] -= means[column] }
    }
    let covariance = share * centered.times(centered, transposingSelf: true)
    // A signal that never changes stays as it is, at zero.
    let scales = covariance.diagonal.map { $0 > 0 ? 1 / $0.squareRoot() : 1 }
    var correlation = covariance
    for i in 0..<k {
      for j in 0..<k { correlation[i, j] *= scales[i] * scales[j] }
    }
    let system = correlation.symmetricEigensystem
    let limit = 1e-6 * (system.values.last ?? 0)
    let kept = system.values.indices.reversed().filter { system.values[$0] > limit }
    var directions = Matrix<Double>(rows: k, columns: kept.count)
    for (place, index) in kept.enumerated() {
      let scale = 1 / system.values[index].squareRoot()
      for i in 0..<k { directions[i, place] = scales[i] * system.vectors[index, i] * scale }
    }
    signals = centered * directions
    (self.means, self.directions) = (means, directions)
  }

  /// The function of the original signals that has these components along the directions.
  func function(_ components: ArraySlice<Double>) -> LinearFunction {
    let weights = directions * Array(components)
    return LinearFunction(
      weights: weights, offset: -zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 })
  }
}
