import LinearAlgebra
import Representations

/// Numbers that say how like or unlike two nets are.
package struct SimilarityMeasure: Sendable {
  /// What one of the numbers is.
  package struct Column: Hashable, Sendable {
    /// The name, such as `spectral_distance_8`.
    package let name: String
    /// What it is, in one line for people.
    package let longName: String
    /// The paper that defines it.
    package let reference: String
  }

  /// What the numbers are, in their order.
  package let columns: [Column]
  /// The numbers of two nets; NaN where something of them is not known.
  let values: @Sendable (ComparedNet, ComparedNet) -> [Double]

  private init(
    _ columns: [Column], values: @escaping @Sendable (ComparedNet, ComparedNet) -> [Double]
  ) {
    (self.columns, self.values) = (columns, values)
  }

  /// A measure of one number.
  private init(
    _ name: String, _ longName: String, _ reference: String,
    value: @escaping @Sendable (ComparedNet, ComparedNet) -> Double
  ) {
    self.init([Column(name: name, longName: longName, reference: reference)]) { [value($0, $1)] }
  }

  /// All measures, in the order of tables. A new one is a line here.
  package static func all(_ settings: SimilaritySettings) -> [SimilarityMeasure] {
    [alignment] + (settings.comparesWeights ? [weightDistance] : [])
      + settings.ranks.flatMap { [spectral(rank: $0), angular(rank: $0)] }
  }

  private static let alignment = SimilarityMeasure(
    "alignment", "linear centred kernel alignment (CKA) of states on shared sequences",
    "Kornblith et al. 2019, arXiv:1905.00414"
  ) { one, other in
    guard let first = one.states, let second = other.states, first.rows == second.rows else {
      return .nan
    }
    return gramAlignment(first, second)
  }

  private static let weightDistance = SimilarityMeasure(
    [
      Column(
        name: "weight_distance",
        longName: "distance of the weights between units, whatever the order of the units",
        reference: "arXiv:2410.03972"),
      Column(
        name: "relative_weight_distance",
        longName: "the same over the root of the mean of the two squared norms",
        reference: "arXiv:2410.03972"),
    ]
  ) { one, other in
    guard let a = one.recurrent, let b = other.recurrent, a.rows == b.rows else {
      return [.nan, .nan]
    }
    let distance = PermutationDistance(a, b).distance
    let (first, second) = (a.frobeniusNorm, b.frobeniusNorm)
    return [distance, distance / ((first * first + second * second) / 2).squareRoot()]
  }

  private static func spectral(rank: Int) -> SimilarityMeasure {
    SimilarityMeasure(
      "spectral_distance_\(rank)",
      "squared Wasserstein distance of the eigenvalues of the dynamics (DSA), \(rank) of them",
      "arXiv:2306.10168"
    ) { one, other in
      guard let a = one.maps[rank], let b = other.maps[rank] else { return .nan }
      return spectralDistance(a, b)
    }
  }

  private static func angular(rank: Int) -> SimilarityMeasure {
    SimilarityMeasure(
      "angular_distance_\(rank)",
      "angle between the maps of \(rank) coordinates of the dynamics (DSA), radians",
      "arXiv:2306.10168"
    ) { one, other in
      guard let a = one.maps[rank], let b = other.maps[rank] else { return .nan }
      return angularDistance(a, b)
    }
  }
}
