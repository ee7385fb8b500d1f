import RealModule
import TestSupport
import Testing

@testable import LinearAlgebra
@testable import RandomStreams

/// Random frames of `trajectories` · `tangents` rows, each trajectory's mixed so that their condition is about
/// `condition`.
private func frames<Element: Scalar>(
  trajectories: Int, tangents: Int, dimension: Int, condition: Double, seed: UInt64,
  as type: Element.Type = Element.self
) -> [Element] {
  var random = RandomStream(seed: seed, purpose: "frames")
  var all: [Element] = []
  for _ in 0..<trajectories {
    let rows = Matrix<Double>.randomOrthogonal(rows: tangents, columns: dimension, from: &random)
    let mix = Matrix<Double>.randomOrthogonal(rows: tangents, columns: tangents, from: &random)
    let scales = (0..<tangents).map {
      Double.pow(condition, -Double($0) / Double(max(tangents - 1, 1)))
    }
    all += (mix * Matrix(diagonal: scales) * rows).elements.map { Element($0) }
  }
  return all
}

private func block<Element: Scalar>(
  _ all: [Element], _ trajectory: Int, _ rows: Int, _ columns: Int
) -> Matrix<Double> {
  let start = trajectory * rows * columns
  return Matrix(
    rows: rows, columns: columns,
    elements: all[start..<(start + rows * columns)].map { Double($0) })
}

/// max |Q·Qᵀ − 1| over all trajectories.
private func defect<Element: Scalar>(_ all: [Element], k: Int, n: Int) -> Double {
  (0..<(all.count / (k * n))).map { trajectory in
    let q = block(all, trajectory, k, n)
    return (q.times(q, transposingOther: true) - Matrix.identity(k)).largestMagnitude
  }.max() ?? 0
}

extension FrameOrthonormalizer {
  /// Orthonormalises, and adds ln R to `growth`.
  fileprivate mutating func orthonormalize(
    _ frames: inout [Element], growth: inout [Double], accuracy: Accuracy = .orthonormal
  ) {
    orthonormalize(&frames, accuracy: accuracy)
    for i in growth.indices { growth[i] += growths[i] }
  }
}

struct FrameShape: Sendable {
  let trajectories, tangents, dimension: Int
}

private let shapes = [
  FrameShape(trajectories: 3, tangents: 1, dimension: 1),
  FrameShape(trajectories: 2, tangents: 1, dimension: 9),
  FrameShape(trajectories: 8, tangents: 5, dimension: 17),
  FrameShape(trajectories: 3, tangents: 32, dimension: 32),
  FrameShape(trajectories: 2, tangents: 64, dimension: 64),
  FrameShape(trajectories: 2, tangents: 65, dimension: 100),
  FrameShape(trajectories: 1, tangents: 130, dimension: 130),
  FrameShape(trajectories: 1, tangents: 260, dimension: 280),
]

private func check<Element: Scalar>(
  _ type: Element.Type, _ shape: FrameShape, method: OrthonormalizationMethod, condition: Double,
  orthogonality: Double, growthError: Double
) {
  let (b, k, n) = (shape.trajectories, shape.tangents, shape.dimension)
  let before = frames(
    trajectories: b, tangents: k, dimension: n, condition: condition, seed: 3, as: Element.self)
  var after = before
  var growth = [Double](repeating: 2, count: b * k)
  var orthonormalizer = FrameOrthonormalizer<Element>(
    trajectories: b, tangents: k, dimension: n, method: method)
  orthonormalizer.orthonormalize(&after, growth: &growth)
  #expect(defect(after, k: k, n: n) < orthogonality)
  for trajectory in 0..<b {
    // The truth: QR of the same numbers in double precision.
    let (q, r) = block(before, trajectory, k, n).transposed.qr
    let expected = r.diagonal.map { 2 + Double.log($0) }
    let found = Array(growth[(trajectory * k)..<(trajectory * k + k)])
    #expect(areClose(found, expected, within: growthError))
    // The span's rounding grows with the condition.
    let difference = block(after, trajectory, k, n) - q.transposed
    #expect(difference.largestMagnitude < growthError)
  }
}

@Test(arguments: shapes, [OrthonormalizationMethod.householder, .cholesky])
func `frames in double precision become Q, and their growth log R`(
  shape: FrameShape, method: OrthonormalizationMethod
) {
  // Rounding, times the condition for what depends on it.
  check(Double.self, shape, method: method, condition: 1, orthogonality: 1e-14, growthError: 1e-13)
  check(
    Double.self, shape, method: method, condition: 1e3, orthogonality: 1e-14, growthError: 1e-11)
  check(Double.self, shape, method: method, condition: 1e9, orthogonality: 1e-14, growthError: 1e-5)
}

@Test(arguments: shapes, [OrthonormalizationMethod.householder, .cholesky])
func `frames in single precision become Q, and their growth log R`(
  shape: FrameShape, method: OrthonormalizationMethod
) {
  check(Float.self, shape, method: method, condition: 1, orthogonality: 2e-6, growthError: 1e-5)
  check(Float.self, shape, method: method, condition: 100, orthogonality: 2e-6, growthError: 1e-3)
  check(Float.self, shape, method: method, condition: 1e4, orthogonality: 2e-6, growthError: 0.1)
}

@Test func `a square frame's growths add up to log of its determinant`() {
  var frame: [Double] = frames(
    trajectories: 1, tangents: 40, dimension: 40, condition: 1e4, seed: 5)
  let expected = block(frame, 0, 40, 40).logarithmicDeterminant
  var growth = [Double](repeating: 0, count: 40)
  var orthonormalizer = FrameOrthonormalizer<Double>(trajectories: 1, tangents: 40, dimension: 40)
  orthonormalizer.orthonormalize(&frame, growth: &growth)
  // Rounding times the condition.
  #expect(abs(growth.reduce(0, +) - expected) < 1e-10)
  #expect(orthonormalizer.fallbacks == 0)
}

@Test(arguments: [OrthonormalizationMethod.householder, .cholesky])
func `tangents for which no unit is left have vanished, until they are set anew`(
  method: OrthonormalizationMethod
) {
  // Three tangents that reach two units, to which a unit off has brought them.
  let all: [Float] = [3, 1, 0, 0, 1, 2, 0, 0, 2, 5, 0, 0]
  var frame = all
  var orthonormalizer = FrameOrthonormalizer<Float>(
    trajectories: 1, tangents: 3, dimension: 4, method: method)
  orthonormalizer.orthonormalize(&frame)
  // The area of the first two: 3·2 − 1·1.
  #expect(abs(orthonormalizer.growths[0] + orthonormalizer.growths[1] - Double.log(5)) < 1e-6)
  #expect(orthonormalizer.growths[2] == -.infinity && orthonormalizer.alive == [2])
  #expect(frame[8...].allSatisfy { $0 == 0 })
  frame = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0]
  orthonormalizer.orthonormalize(&frame)
  #expect(orthonormalizer.growths[2] == -.infinity)
  frame = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0]
  orthonormalizer.revive()
  orthonormalizer.orthonormalize(&frame)
  #expect(abs(orthonormalizer.growths[2] - Double.log(2)) < 1e-6)
}

@Test(arguments: [OrthonormalizationMethod.householder, .cholesky])
func `units that saturation has made small keep their digits`(
  method: OrthonormalizationMethod
) {
  // D·B with D graded over sixty powers of ten: ln R adds up to ln |det B| + Σ ln d, whatever the grading.
  let n = 24
  let b = frames(trajectories: 1, tangents: n, dimension: n, condition: 10, seed: 31) as [Double]
  let scales = (0..<n).map { Double.exp(-Double(($0 * 7) % n) * 5.8) }
  var graded = b
  for i in 0..<n { for j in 0..<n { graded[i * n + j] *= scales[j] } }
  var orthonormalizer = FrameOrthonormalizer<Double>(
    trajectories: 1, tangents: n, dimension: n, method: method)
  orthonormalizer.orthonormalize(&graded)
  let expected = block(b, 0, n, n).logarithmicDeterminant + scales.reduce(0) { $0 + Double.log($1) }
  // Rounding times the condition of B's leading minors.
  #expect(abs(orthonormalizer.growths.reduce(0, +) - expected) < 1e-9)
  // None is believed lost, though ‖z‖/R is beyond the rounding unit.
  #expect((orthonormalizer.losses.max() ?? 0) < 1e6)
}

@Test(arguments: [OrthonormalizationMethod.householder, .cholesky])
func `one trajectory's NaN or infinity stays its own`(
  method: OrthonormalizationMethod
) {
  for poison in [Double.nan, .infinity] {
    var all: [Double] = frames(
      trajectories: 3, tangents: 4, dimension: 6, condition: 2, seed: 8)
    all[24 + 7] = poison
    var growth = [Double](repeating: 0, count: 12)
    var orthonormalizer = FrameOrthonormalizer<Double>(
      trajectories: 3, tangents: 4, dimension: 6, method: method)
    orthonormalizer.orthonormalize(&all, growth: &growth)
    #expect(growth[4..<8].contains { $0.isNaN })
    let others = growth[0..<4] + growth[8..<12]
    #expect(others.allSatisfy { $0.isFinite })
  }
}

@Test func `frames of tiny and of huge numbers lose nothing`() {
  for scale in [1e-120, 1e120] {
    var frame: [Double] = frames(
      trajectories: 1, tangents: 6, dimension: 6, condition: 10, seed: 2)
    let expected = block(frame, 0, 6, 6).logarithmicDeterminant
    frame = frame.map { $0 * (scale > 1 ? scale : 1e-28) }
    var growth = [Double](repeating: 0, count: 6)
    var orthonormalizer = FrameOrthonormalizer<Double>(trajectories: 1, tangents: 6, dimension: 6)
    orthonormalizer.orthonormalize(&frame, growth: &growth)
    let found = growth.reduce(0, +) - 6 * Double.log(scale > 1 ? scale : 1e-28)
    #expect(abs(found - expected) < 1e-11)  // rounding of logarithms near 300
    #expect(defect(frame, k: 6, n: 6) < 1e-14)
  }
}

@Test(arguments: [1, 2, 15, 16, 31, 32, 33, 47, 64, 65, 100, 129])
func `the inverse Cholesky factor of any order turns its matrix into one`(order: Int) {
  var random = RandomStream(seed: 9, purpose: "Cholesky", index: order)
  var factor = Matrix<Double>(rows: order, columns: order)
  random.fillNormal(&factor.elements)
  for i in 0..<order { factor[i, i] += 2 * Double(order).squareRoot() }
  let square = factor.times(factor, transposingOther: true)
  var (gram, inverse) = (square, Matrix<Double>(rows: order, columns: order))
  var diagonal = [Double](repeating: 0, count: order)
  let count = invertCholesky(
    n: order, g: &gram.elements, x: &inverse.elements, ld: order, diagonal: &diagonal,
    least: [Double](repeating: 0, count: order))
  #expect(count == order)
  let one = (inverse * square).times(inverse, transposingOther: true)
  // Rounding; the matrix is well conditioned.
  #expect((one - Matrix.identity(order)).largestMagnitude < 1e-11)
  for i in 0..<order {
    #expect(abs(diagonal[i] * inverse[i, i] - 1) < 1e-14)
    for j in (i + 1)..<max(order, i + 1) { #expect(inverse[i, j] == 0) }
  }
}

@Test(arguments: [(3, 1), (40, 33), (70, 35), (70, 69)])
func `a Cholesky factor ends before the first pivot that is too small`(order: Int, bad: Int) {
  for pivot in [Float(0.25), -1, .nan] {
    var gram = Matrix<Float>.identity(order)
    gram[bad, bad] = pivot
    var inverse = gram
    var diagonal = [Float](repeating: 0, count: order)
    let count = invertCholesky(
      n: order, g: &gram.elements, x: &inverse.elements, ld: order, diagonal: &diagonal,
      least: [Float](repeating: 0.5, count: order))
    #expect(count == bad)
    #expect(diagonal.prefix(bad).allSatisfy { $0 == 1 })
  }
}

@Test func `frames kept well-conditioned only have the growth of their product's QR in the end`() {
  // Z = Q·R holds at every step, so that the triangles' product is that of all maps together.
  let (n, steps) = (130, 6)
  var random = RandomStream(seed: 4, purpose: "maps")
  let maps = (0..<steps).map { _ in
    var map = Matrix<Double>(rows: n, columns: n)
    random.fillNormal(&map.elements)
    return map
  }
  func growth(_ accuracy: FrameOrthonormalizer<Double>.Accuracy) -> [Double] {
    var frame = Matrix<Double>.identity(n)
    var growth = [Double](repeating: 0, count: n)
    var orthonormalizer = FrameOrthonormalizer<Double>(
      trajectories: 1, tangents: n, dimension: n)
    for (step, map) in maps.enumerated() {
      frame = frame.times(map, transposingOther: true)
      let isLast = step == steps - 1
      orthonormalizer.orthonormalize(
        &frame.elements, growth: &growth, accuracy: isLast ? .orthonormal : accuracy)
    }
    #expect(defect(frame.elements, k: n, n: n) < 1e-13)
    return growth
  }
  // Rounding times conditions of some thousands.
  #expect(areClose(growth(.wellConditioned), growth(.orthonormal), within: 1e-9))
}
