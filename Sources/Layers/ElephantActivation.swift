import Programs
import Schema

/// 1/(1 + |x/a|^d), which is near one about zero and near zero elsewhere. Its slope is near zero except at the flanks
/// of this bump (arXiv:2310.01365).
struct ElephantActivation: Activation {
  /// a, half the width of the bump.
  let halfWidth: Double
  /// d, the steepness of its flanks.
  let steepness: Double

  /// The smallest |x/a|² that counts. There the value is one to the last digit, and the logarithm is still finite.
  private static let smallest = 1e-30

  func parameters(units: Int, prefix: String) -> [Parameter] { [] }

  /// The value as a logistic function of d·ln|x/a|, because powers would overflow.
  func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value {
    let squared = (x / halfWidth).square() + Self.smallest
    return (-steepness / 2 * squared.log()).sigmoid()
  }

  static let description = ActivationDescription(
    "elephant", "1/(1 + |x/a|^d), sparse in value and slope (Lan & Mahmood 2023)",
    [
      .real("half_width", 1, in: .positive, "a: the value at ±a is one half"),
      .real(
        "steepness", 8, in: Interval(1, 1000, includesLower: false),
        "d, an even integer in the paper"),
    ]
  ) {
    ElephantActivation(halfWidth: $0.real("half_width"), steepness: $0.real("steepness"))
  }
}
