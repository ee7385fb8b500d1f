import Foundation
import LinearAlgebra

/// Orthogonal changes of coordinates of a map M that bring it near another map A: the ascent of ⟨A, C M Cᵀ⟩ by rotations
/// of two coordinates at a time.
///
/// Along a rotation by θ the inner product is α cos θ + β sin θ + γ cos 2θ + δ sin 2θ and a constant, whose largest
/// value over the whole circle is taken.
struct PlaneRotations {
  private let size: Int
  private let target: [Double]
  private var present: [Double]
  /// ⟨A, M⟩ of the present M.
  private(set) var overlap: Double

  /// - Parameters:
  ///   - target: A.
  ///   - start: M in the coordinates from which the ascent starts.
  init(toward target: Matrix<Double>, from start: Matrix<Double>) {
    size = target.rows
    (self.target, present) = (target.elements, start.elements)
    overlap = 0
    overlap = inner
  }

  private var inner: Double { zip(target, present).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The changed M.
  var map: Matrix<Double> { Matrix(rows: size, columns: size, elements: present) }

  /// Turns all pairs of coordinates, again and again, until that gains next to nothing.
  mutating func climb(rounds: Int = 200) {
    let scale = zip(target, present).reduce(0.0) { $0 + abs($1.0 * $1.1) }
    for _ in 0..<rounds {
      let before = overlap
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) { turn(p, q) }
      }
      overlap = inner
      if overlap - before <= 1e-13 * scale { break }
    }
  }

  private mutating func turn(_ p: Int, _ q: Int) {
    let wave = wave(p, q)
    let angle = wave.peak
    guard angle != 0 else { return }
    let (c, s) = (cos(angle), sin(angle))
    for k in 0..<size {
      let (first, second) = (present[p * size + k], present[q * size + k])
      present[p * size + k] = c * first - s * second
      present[q * size + k] = s * first + c * second
    }
    for k in 0..<size {
      let (first, second) = (present[k * size + p], present[k * size + q])
      present[k * size + p] = c * first - s * second
      present[k * size + q] = s * first + c * second
    }
  }

  /// The inner product along a rotation of coordinates p and q.
  private func wave(_ p: Int, _ q: Int) -> Wave {
    var wave = Wave()
    func add(_ first: Int, _ second: Int) {
      let (a, b) = (target[first], target[second])
      let (x, y) = (present[first], present[second])
      wave.cosine += a * x + b * y
      wave.sine += b * x - a * y
    }
    for k in 0..<size where k != p && k != q {
      add(p * size + k, q * size + k)
      add(k * size + p, k * size + q)
    }
    func halves(_ map: [Double]) -> (Double, Double) {
      (
        (map[p * size + p] - map[q * size + q]) / 2, (map[p * size + q] + map[q * size + p]) / 2
      )
    }
    let ((a, b), (x, y)) = (halves(target), halves(present))
    wave.doubleCosine = 2 * (a * x + b * y)
    wave.doubleSine = 2 * (b * x - a * y)
    return wave
  }
}

/// α cos θ + β sin θ + γ cos 2θ + δ sin 2θ.
private struct Wave {
  var cosine = 0.0
  var sine = 0.0
  var doubleCosine = 0.0
  var doubleSine = 0.0

  private static let circle = (0..<16).map { index in
    let angle = Double(index) * .pi / 8
    return (angle: angle, values: (cos(angle), sin(angle), cos(2 * angle), sin(2 * angle)))
  }

  private func value(_ at: (Double, Double, Double, Double)) -> Double {
    cosine * at.0 + sine * at.1 + doubleCosine * at.2 + doubleSine * at.3
  }

  private func value(_ angle: Double) -> Double {
    value((cos(angle), sin(angle), cos(2 * angle), sin(2 * angle)))
  }

  /// The angle of the largest value; 0 where no angle is better.
  var peak: Double {
    var angle = 0.0
    var highest = cosine + doubleCosine
    for place in Self.circle.dropFirst() {
      let value = value(place.values)
      if value > highest { (angle, highest) = (place.angle, value) }
    }
    for _ in 0..<8 {
      let (c, s, c2, s2) = (cos(angle), sin(angle), cos(2 * angle), sin(2 * angle))
      let slope = sine * c - cosine * s + 2 * (doubleSine * c2 - doubleCosine * s2)
      let bend = -cosine * c - sine * s - 4 * (doubleCosine * c2 + doubleSine * s2)
      guard bend < 0 else { break }
      let next = angle - slope / bend
      let value = value(next)
      guard value > highest else { break }
      (angle, highest) = (next, value)
    }
    return angle
  }
}
