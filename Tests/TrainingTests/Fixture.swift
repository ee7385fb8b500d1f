import Foundation
import LinearAlgebra

/// What Fixtures/make_optimizers.py wrote with PyTorch.
struct Fixture: Decodable {
  struct Trajectory: Decodable {
    let name: String
    let settings: [String: Double]
    let learningRate: Double
    let weightDecay: Double
    /// After each update.
    let parameters: [[Double]]
  }

  struct Clipped: Decodable {
    let limit: Double
    let learningRate: Double
    let parameters: [[Double]]
  }

  let optimizers: [Trajectory]
  let clipped: Clipped
  let rates: [String: [Double]]

  static func load() throws -> Fixture {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/optimizers.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Fixture.self, from: Data(contentsOf: file))
  }

  /// The script's first parameters.
  static let start = (0..<7).map { i in (i % 2 == 0 ? 0.25 : -0.25) * Double(1 + i) }

  /// The script's gradient: a quadratic and a rational part, and a push that changes with the update.
  static func gradient(_ parameters: [Double], _ update: Int) -> [Double] {
    parameters.enumerated().map { i, value in
      let bent = value / (1 + value * value)
      return Double(i + 1) / 3 * value - 2 * bent + Double((update * 5) % 7 - 3) / 10
    }
  }
}

/// The largest absolute difference between partners.
func largestDifference<S: Scalar>(_ found: [S], _ expected: [Double]) -> Double {
  precondition(found.count == expected.count)
  return zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
}
