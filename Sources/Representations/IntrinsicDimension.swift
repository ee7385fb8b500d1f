import Foundation
package import LinearAlgebra

// Estimates of the dimension of a cloud of points: from its covariance, and from distances of neighbours.
extension Dimension {
  /// The participation ratio of `points`, [points × units], about their mean: Tr(G)²/‖G‖² of the smaller Gram matrix.
  ///
  /// - Returns: A number of at least 1; 0 where all points are equal, NaN where one is not finite.
  package static func participationRatio(of points: Matrix<Double>) -> Double {
    guard points.isFinite else { return .nan }
    let gram = smallerGram(of: points.centered)
    let trace = gram.diagonal.reduce(0, +)
    guard trace > 0 else { return 0 }
    // Elements are relative to the trace, so that no square overflows or vanishes.
    return 1 / gram.elements.reduce(0) { $0 + ($1 / trace) * ($1 / trace) }
  }

  /// The mean over classes of the participation ratio within a class.
  ///
  /// - Parameter labels: The class of each row.
  /// - Returns: NaN where no class has two points.
  package static func classParticipationRatio(
    of points: Matrix<Double>, labels: [Int]
  ) -> Double {
    let classes = Dictionary(grouping: 0..<points.rows) { labels[$0] }.values
      .filter { $0.count > 1 }
    let ratios = classes.map { participationRatio(of: points.rows($0)) }.sorted()
    return ratios.isEmpty ? .nan : ratios.reduce(0, +) / Double(ratios.count)
  }

  /// The number of leading principal components that hold a share of the variance of `points`, [points × units]; NaN
  /// where a point is not finite.
  ///
  /// - Parameter share: A share of the whole variance, 0 to 1.
  package static func componentCount(of points: Matrix<Double>, share: Double) -> Double {
    guard points.isFinite else { return .nan }
    let variances = smallerGram(of: points.centered).symmetricEigenvalues.reversed()
    let wanted = share * variances.reduce(0, +)
    guard wanted > 0 else { return 0 }
    var (sum, count) = (0.0, 0.0)
    for variance in variances where sum < wanted {
      sum += variance
      count += 1
    }
    return count
  }

  private static func smallerGram(of centered: Matrix<Double>) -> Matrix<Double> {
    centered.rows < centered.columns
      ? centered.times(centered, transposingOther: true)
      : centered.times(centered, transposingSelf: true)
  }

  /// The dimension from the ratio of the two nearest distances: the slope of −ln(1 − F) on ln(r₂/r₁) through the origin
  /// (Facco et al. 2017), over the lowest 0.9 of the points.
  ///
  /// Points that coincide with their nearest neighbour, or have two neighbours at one distance, are left out.
  ///
  /// - Parameter neighbors: At least two neighbours of each point.
  /// - Returns: The dimension; NaN where no points are left.
  package static func twoNearestNeighbors(_ neighbors: NearestNeighbors) -> Double {
    precondition(neighbors.count >= 2, "\(neighbors.count) neighbours where two are needed")
    let ratios = (0..<neighbors.points).compactMap { point -> Double? in
      let distances = neighbors.distances(of: point)
      let (first, second) = (distances[distances.startIndex], distances[distances.startIndex + 1])
      return first > 0 && first < second ? log(second / first) : nil
    }.sorted()
    var (products, squares) = (0.0, 0.0)
    for index in 0..<ratios.count * 9 / 10 {
      let rank = -log1p(-Double(index + 1) / Double(ratios.count))
      products += ratios[index] * rank
      squares += ratios[index] * ratios[index]
    }
    return squares > 0 ? products / squares : .nan
  }

  /// The maximum-likelihood dimension (k − 2) / mean Σ_{j<k} ln(T_k/T_j) over the distances T of k neighbours (Levina
  /// and Bickel 2005), points pooled by the mean of their inverses (MacKay and Ghahramani 2005).
  ///
  /// Points that coincide with a neighbour are left out.
  ///
  /// - Parameter k: The number of neighbours used, at least 3 and at most `neighbors.count`.
  /// - Returns: The dimension; NaN where no points are left.
  package static func maximumLikelihood(_ neighbors: NearestNeighbors, k: Int) -> Double {
    precondition(k > 2 && k <= neighbors.count, "\(k) of \(neighbors.count) neighbours")
    var (sum, points) = (0.0, 0.0)
    for point in 0..<neighbors.points {
      let distances = neighbors.distances(of: point).prefix(k)
      guard let nearest = distances.first, let farthest = distances.last, nearest > 0 else {
        continue
      }
      sum += distances.dropLast().reduce(0) { $0 + log(farthest / $1) }
      points += 1
    }
    return sum > 0 ? Double(k - 2) * points / sum : .nan
  }

  /// The local dimension in patches of neighbours, averaged over the first `count` points: the participation ratio, and
  /// the number of components that hold 0.95 of the variance.
  ///
  /// - Parameters:
  ///   - neighbors: The neighbours of `points`.
  ///   - count: The number of patches; all points where it is larger.
  ///   - size: The number of neighbours in a patch, at most `neighbors.count`.
  package static func local(
    of points: Matrix<Double>, _ neighbors: NearestNeighbors, count: Int, size: Int
  ) -> (participationRatio: Double, components: Double) {
    let count = min(count, points.rows)
    var (ratios, components) = (0.0, 0.0)
    for point in 0..<count {
      let patch = points.rows(Array(neighbors.indices(of: point).prefix(size)))
      ratios += participationRatio(of: patch)
      components += componentCount(of: patch, share: 0.95)
    }
    return (ratios / Double(count), components / Double(count))
  }
}

extension Matrix where Element == Double {
  /// The rows with these indices, in this order.
  package func rows(_ numbers: [Int]) -> Matrix {
    Matrix(
      rows: numbers.count, columns: columns, elements: numbers.flatMap { self[row: $0] })
  }
}
