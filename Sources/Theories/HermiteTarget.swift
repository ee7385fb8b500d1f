import Schema

/// A target that depends on one direction of the input, and the activation of the units that learn it, both as Hermite
/// coefficients: φ = Σ φ_k h_k, σ = Σ σ_k h_k.
///
/// The h_k are normalised: E h_j h_k = δ_jk for a standard normal argument.
struct HermiteTarget: Hashable, Sendable {
  /// The target's coefficients φ_k, from degree 0.
  let target: [Double]
  /// The activation's coefficients σ_k, from degree 0.
  let activation: [Double]

  /// The number of coefficients, K + 1.
  var count: Int { target.count }

  static let entries: [Entry] = [
    Entry(
      "target", .list(.real(), default: [0.3, 1, 0.5, 0.25].map { .real($0) }),
      "the target's Hermite coefficients, from degree 0"),
    Entry(
      "activation", .list(.real(), default: [1, 1, 0.5, 0.25].map { .real($0) }),
      "the activation's, as many"),
  ]

  init(target: [Double], activation: [Double]) {
    precondition(target.count == activation.count, "\(target.count), \(activation.count)")
    self.target = target
    self.activation = activation
  }

  init(_ settings: Settings) throws(TheoryError) {
    let target = settings.numbers("target")
    let activation = settings.numbers("activation")
    guard (1...12).contains(target.count) else {
      throw .unsuitable(
        setting: "target", found: "\(target.count) coefficients", expected: "1 to 12")
    }
    guard target.count == activation.count else {
      throw .unsuitable(
        setting: "activation", found: "\(activation.count) coefficients",
        expected: "\(target.count), as many as the target has")
    }
    self.init(target: target, activation: activation)
  }

  /// Writes h_0 … h_K at x by the recurrence h_{k+1} = (x h_k − √k h_{k−1})/√(k + 1).
  static func polynomials(at x: Double, into values: inout [Double]) {
    values[0] = 1
    guard values.count > 1 else { return }
    values[1] = x
    for k in 1..<values.count - 1 {
      let (lower, degree) = (values[k - 1], Double(k))
      values[k + 1] = (x * values[k] - degree.squareRoot() * lower) / (degree + 1).squareRoot()
    }
  }
}

extension Settings {
  /// The numbers of the list setting `key`, whole or not.
  func numbers(_ key: String) -> [Double] {
    list(key).map { value in
      switch value {
      case .real(let number): number
      case .integer(let number): Double(number)
      default: preconditionFailure("\(key) holds \(value)")
      }
    }
  }
}
