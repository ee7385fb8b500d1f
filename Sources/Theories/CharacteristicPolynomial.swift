import ComplexModule

/// The polynomial ν^n + … whose roots are the eigenvalues of a linear iteration, for one mode of a game.
enum CharacteristicPolynomial: Hashable, Sendable {
  /// The polynomial ν − `root`.
  case linear(root: Complex<Double>)
  /// The polynomial ν² + bν + c.
  case quadratic(Complex<Double>, Complex<Double>)
  /// The polynomial ν³ + bν² + cν + d.
  case cubic(Complex<Double>, Complex<Double>, Complex<Double>)

  /// The largest modulus of a root.
  var radius: Double {
    switch self {
    case .linear(let root): return root.length
    case .quadratic(let b, let c):
      // The roots are (−b ± d)/2; the larger is the one whose parts do not cancel.
      let d = Complex.sqrt(b * b - Complex(4) * c)
      let overlap = abs(b.real * d.real + b.imaginary * d.imaginary)
      return (b.lengthSquared + d.lengthSquared + 2 * overlap).squareRoot() / 2
    case .cubic(let b, let c, let d): return Self.cubicRoots(b, c, d).map(\.length).max() ?? .nan
    }
  }

  /// The roots by Cardano's formula, each then improved by Newton's method.
  private static func cubicRoots(
    _ b: Complex<Double>, _ c: Complex<Double>, _ d: Complex<Double>
  ) -> [Complex<Double>] {
    let third = Complex(1.0 / 3)
    let p = c - third * b * b
    let q = Complex(2.0 / 27) * b * b * b - third * b * c + d
    let discriminant = Complex.sqrt(Complex(0.25) * q * q + Complex(1.0 / 27) * p * p * p)
    let half = Complex(-0.5) * q
    let (sum, difference) = (half + discriminant, half - discriminant)
    let larger = sum.lengthSquared > difference.lengthSquared ? sum : difference
    guard larger.lengthSquared > 0 else { return [-third * b] }
    let u = Complex.root(larger, 3)
    let turn = Complex(-0.5, 0.75.squareRoot())
    return [Complex(1), turn, turn.conjugate].map { factor in
      let part = factor * u
      return polished(part - third * p / part - third * b, b, c, d)
    }
  }

  private static func polished(
    _ root: Complex<Double>, _ b: Complex<Double>, _ c: Complex<Double>, _ d: Complex<Double>
  ) -> Complex<Double> {
    var root = root
    for _ in 0..<2 {
      let value = ((root + b) * root + c) * root + d
      let slope = (Complex(3) * root + Complex(2) * b) * root + c
      let step = value / slope
      // At a multiple root the slope is zero.
      guard step.isFinite, step.length < 1e-3 else { break }
      root -= step
    }
    return root
  }
}
