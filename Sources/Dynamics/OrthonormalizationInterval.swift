/// How many time steps pass between orthonormalisations of a tangent frame.
///
/// Each of them costs as much as the tangents' own step or more. Between them nothing is lost in exact arithmetic; in
/// floating point, a tangent's rounding grows, beside what is left of it, as the frame's tangents draw together.
package enum OrthonormalizationInterval: Hashable, Sendable {
  /// As long as the estimated error allows (`OrthonormalizationSchedule`).
  case auto
  /// Every so many steps at most, thoroughly; fewer where rounding asks for it. 1 is exact but for rounding.
  case steps(Int)
}

extension OrthonormalizationInterval: ExpressibleByIntegerLiteral {
  package init(integerLiteral steps: Int) { self = .steps(steps) }
}
