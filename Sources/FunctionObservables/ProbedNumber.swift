import LinearAlgebra
import RandomStreams

/// A number that random probes estimate, with its standard error.
struct ProbedNumber: Hashable {
  let value: Double
  /// 0 where the number is exact.
  let standardError: Double

  static let unknown = ProbedNumber(value: .nan, standardError: .nan)

  init(value: Double, standardError: Double) {
    (self.value, self.standardError) = (value, standardError)
  }

  /// A function of sums over the same probes, with the error that leaving out each probe in turn tells (the jackknife,
  /// J. W. Tukey 1958). For a sum by itself it is the deviation of one probe over the root of their number.
  init(of sums: [ProbedSum], _ function: ([Double]) -> Double) {
    let count = sums[0].found.count
    let value = function(sums.map(\.value))
    guard count > 1 else {
      self.init(value: value, standardError: count == 0 ? 0 : .nan)
      return
    }
    let without = (0..<count).map { probe in function(sums.map { $0.value(without: probe) }) }
    let mean = without.reduce(0, +) / Double(count)
    let squares = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(
      value: value,
      standardError: (squares * Double(count - 1) / Double(count)).squareRoot())
  }
}

/// A sum of which a part is known, and the rest is the mean of what probes find.
struct ProbedSum {
  let known: Double
  /// What each probe finds; empty where all is known.
  let found: [Double]

  var value: Double { known + (found.isEmpty ? 0 : found.reduce(0, +) / Double(found.count)) }

  func value(without probe: Int) -> Double {
    known + (found.reduce(0, +) - found[probe]) / Double(found.count - 1)
  }
}

/// Probe `index` among those of one purpose: `count` numbers, each −1 or 1 with equal chance.
func signs(_ count: Int, seed: UInt64, purpose: String, index: Int) -> [Double] {
  var random = RandomStream(seed: seed, purpose: purpose, index: index)
  return (0..<count).map { _ in random.next() >> 63 == 0 ? 1 : -1 }
}

/// Σ a b over the numbers of two vectors of the same length.
func dot(_ a: [Double], _ b: [Double]) -> Double { Double.dot(a.count, a, b) }

/// Orthonormal vectors that span what `vectors` span to rounding; there may be fewer.
func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
  var basis: [[Double]] = []
  for vector in vectors {
    var rest = vector
    removeComponents(along: basis, from: &rest)
    removeComponents(along: basis, from: &rest)
    let (length, whole) = (dot(rest, rest).squareRoot(), dot(vector, vector).squareRoot())
    guard length > 1e-12 * whole else { continue }
    for i in rest.indices { rest[i] /= length }
    basis.append(rest)
  }
  return basis
}
