/// The number of time steps between orthonormalisations of a tangent frame.
///
/// An orthonormalisation costs as much as the tangents' step or more. In exact arithmetic a longer interval loses
/// nothing. In floating point the frame's tangents draw together, and rounding takes a growing share of what
/// distinguishes them.
package enum OrthonormalizationInterval: Hashable, Sendable {
  /// The interval is as long as the estimated error allows (`OrthonormalizationSchedule`).
  case auto
  /// The interval is at most this number of steps, at least 1, and shorter where rounding requires it; each
  /// orthonormalisation is thorough. With 1 the result is exact up to rounding.
  case steps(Int)
}

extension OrthonormalizationInterval: ExpressibleByIntegerLiteral {
  /// `.steps(steps)`, so that an interval can be written as a number.
  package init(integerLiteral steps: Int) { self = .steps(steps) }
}
