/// Numbers that are kept of a trial beside those of its rows, in the precision in which the trial computes.
package enum KeptNumbers: Equatable, Sendable {
  case float32([Float])
  case float64([Double])

  /// How many numbers there are.
  package var count: Int {
    switch self {
    case .float32(let numbers): numbers.count
    case .float64(let numbers): numbers.count
    }
  }

  /// The numbers in double precision.
  package var reals: [Double] {
    switch self {
    case .float32(let numbers): numbers.map { Double($0) }
    case .float64(let numbers): numbers
    }
  }

  package var precision: Precision {
    switch self {
    case .float32: .float32
    case .float64: .float64
    }
  }

  /// The precision of kept numbers.
  package enum Precision: String, Hashable, Sendable {
    case float32, float64

    /// How many bytes a number takes.
    package var size: Int { self == .float32 ? 4 : 8 }
  }
}
