package import LinearAlgebra
import Representations

/// How nets are compared.
package struct SimilaritySettings: Hashable, Sendable {
  /// How many coordinates the maps of dynamics have; a distance is taken for each.
  package var ranks: [Int]
  /// How many states, of as many steps, are set side by side before coordinates are found.
  package var delays: Int
  /// The steps between these states.
  package var lag: Int
  /// λ of the ridge regression by which maps are fitted.
  package var ridge: Double
  /// Whether weights are compared too, which takes longest.
  package var comparesWeights: Bool

  package init(
    ranks: [Int] = [4, 8], delays: Int = 1, lag: Int = 1, ridge: Double = 1e-6,
    comparesWeights: Bool = true
  ) {
    (self.ranks, self.delays, self.lag, self.ridge) = (ranks, delays, lag, ridge)
    self.comparesWeights = comparesWeights
  }
}

/// A net made ready for comparisons with others.
package struct ComparedNet: Sendable {
  /// The weights between the units; nil where they are not known, or are no square matrix.
  let recurrent: Matrix<Double>?
  /// The states on shared sequences, samples × units, less their means; nil where they are not known.
  let states: Matrix<Double>?
  /// The map of the dynamics at each of the ranks asked for.
  let maps: [Int: Matrix<Double>]

  /// - Parameters:
  ///   - recurrent: The weights between the units, where they are known.
  ///   - courses: The states of a layer on the sequences that all nets of the comparison have seen, where known. Where
  ///     one of them is not finite, they are not.
  package init(
    recurrent: Matrix<Double>?, courses: StateCourses?, _ settings: SimilaritySettings
  ) {
    self.recurrent = recurrent.flatMap { $0.isSquare ? $0 : nil }
    // Eigenvalues of what is not a number could be any.
    let courses = courses.flatMap { $0.states.elements.allSatisfy(\.isFinite) ? $0 : nil }
    states = courses?.states.centered
    guard let courses, let most = settings.ranks.max() else {
      maps = [:]
      return
    }
    let operators = TransitionOperators(
      courses, delays: settings.delays, lag: settings.lag, most: most, ridge: settings.ridge)
    maps = Dictionary(
      settings.ranks.map { ($0, operators.map(rank: $0)) }, uniquingKeysWith: { first, _ in first })
  }
}
