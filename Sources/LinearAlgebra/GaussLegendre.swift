import RealModule

/// The nodes and weights of Gauss–Legendre quadrature on [−1, 1], exact for polynomials of degree up to 2n − 1.
package struct GaussLegendre: Hashable, Sendable {
  /// The roots of the Legendre polynomial Pₙ, ascending.
  package let nodes: [Double]
  /// The weights of the nodes, all positive; their sum is 2.
  package let weights: [Double]

  /// - Parameter count: n, the number of nodes, at least 1.
  package init(_ count: Int) {
    precondition(count > 0, "quadrature on \(count) nodes")
    var (nodes, weights) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    for index in 0..<(count + 1) / 2 {
      let (root, slope) = Self.root(index, of: count)
      let weight = 2 / ((1 - root * root) * slope * slope)
      nodes[index] = -root
      nodes[count - 1 - index] = root
      weights[index] = weight
      weights[count - 1 - index] = weight
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// The root of Pₙ that is number `index` from above, counted from 0, and the slope there, by Newton's method.
  private static func root(_ index: Int, of n: Int) -> (Double, slope: Double) {
    if n % 2 == 1 && index == n / 2 { return (0, legendre(n, at: 0).slope) }
    var x = Double.cos(.pi * (Double(index) + 0.75) / (Double(n) + 0.5))
    // From Tricomi's estimate four steps reach rounding; the others do no harm.
    for _ in 0..<8 {
      let (value, slope) = legendre(n, at: x)
      x -= value / slope
    }
    return (x, legendre(n, at: x).slope)
  }

  /// Pₙ and its slope at x, by the three-term recurrence; |x| < 1.
  private static func legendre(_ n: Int, at x: Double) -> (value: Double, slope: Double) {
    var (before, value) = (1.0, x)
    for k in stride(from: 2, through: n, by: 1) {
      let next = (Double(2 * k - 1) * x * value - Double(k - 1) * before) / Double(k)
      (before, value) = (value, next)
    }
    return (value, Double(n) * (x * value - before) / (x * x - 1))
  }
}
