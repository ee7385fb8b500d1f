import CVectorMath

/// How a frame is orthonormalised.
package enum OrthonormalizationMethod: Hashable, Sendable {
  /// LAPACK's QR, which takes any frame.
  case householder
  /// Block Gram–Schmidt, with each block by the Cholesky factor of its Gram matrix, both done twice (Barlow and
  /// Smoktunowicz 2013). Nearly all of it is matrix products, and it is three times faster. A frame that is too near to
  /// dependent is given to Householder's method.
  case cholesky
}

/// Orthonormalises a batch of tangent frames in place and tells how much each tangent had grown.
///
/// The frames are one row-major matrix of trajectories·k rows of length n: row b·k + i is tangent i of trajectory b. A
/// trajectory's k rows are the columns of an n×k matrix Z = Q·R; Q replaces Z, and `growths[b·k + i]` is ln Rᵢᵢ in
/// nats, with every Rᵢᵢ positive.
///
/// A generic frame keeps at most as many tangents as there are units that it reaches. The tangents beyond have
/// vanished: their rows become zero and their growth −∞, at this call and at all later ones until `revive`. A frame
/// that holds infinity or NaN has NaN growths. Nothing is allocated after `init`, except by Householder's method.
package struct FrameOrthonormalizer<Element: Scalar>: Sendable {
  /// How exactly a frame must be orthonormal after a call.
  package enum Accuracy: Sendable {
    /// Q is orthonormal to rounding.
    case orthonormal
    /// One pass of the Cholesky method where its conditioning allows: Q·Qᵀ differs from 1 by about the rounding unit
    /// times ‖zᵢ‖/Rᵢᵢ, at half the cost. Z = Q·R still holds to rounding, with R triangular. So if a product of maps is
    /// taken through several such steps and a last one that makes the frame orthonormal, the sums of ln Rᵢᵢ are still
    /// those of the product's own QR; the frames in between need only stay far from dependent.
    case wellConditioned
  }

  /// How many frames there are, one for each trajectory.
  package let trajectories: Int
  /// k, the number of tangents in each frame, at most `dimension`.
  package let tangents: Int
  /// n, the number of units that a tangent has.
  package let dimension: Int
  /// The method tried first.
  package let method: OrthonormalizationMethod
  /// How many frames the Cholesky method has given to Householder's so far.
  var fallbacks = 0

  var reflections: [Element]
  var workspace: [Element]
  /// The Gram matrix of a block and the inverse of its Cholesky factor (lower triangles), and the factor's diagonal.
  var gram, inverse, diagonal: [Element]
  /// The products of a block's tangents with those before it.
  var overlaps: [Element]
  /// The numbers that Lᵢᵢ² must exceed.
  var least: [Element]
  /// The largest magnitude of each of a frame's columns, before it is orthonormalised.
  var magnitudes: [Element]
  /// Rᵢᵢ of every tangent at the last call, a number for each row of the frames; 0 for a tangent that vanished.
  package internal(set) var growthFactors: [Double]
  /// ln Rᵢᵢ of every tangent at the last call, in nats; a number for each row of the frames.
  package private(set) var growths: [Double]
  /// ‖zᵢ‖ of every tangent at the last call.
  package internal(set) var lengths: [Double]
  /// How many rounding units of its direction each tangent may have lost at the last call, to first order.
  ///
  /// Rounding reaches component j of a tangent by the largest magnitude mⱼ of that component in the frame, since sums
  /// and projections go along the frame's own rows. Along the tangent's direction q that is Σ |qⱼ|·mⱼ, which is
  /// compared with what is left of the tangent, Rᵢᵢ. Where units are saturated by different amounts this is far less
  /// than ‖z‖/R.
  package private(set) var losses: [Double]
  /// How many leading tangents of each trajectory have not vanished.
  package private(set) var alive: [Int]

  /// - Parameters:
  ///   - trajectories: How many frames a call takes.
  ///   - tangents: k, at most n.
  ///   - dimension: n.
  ///   - method: The method tried first.
  package init(
    trajectories: Int, tangents: Int, dimension: Int, method: OrthonormalizationMethod = .cholesky
  ) {
    precondition(tangents <= dimension, "\(tangents) tangents in \(dimension) dimensions")
    self.trajectories = trajectories
    self.tangents = tangents
    self.dimension = dimension
    self.method = method
    let (k, n) = (tangents, dimension)
    reflections = Array(repeating: 0, count: k)
    workspace = Array(repeating: 0, count: Element.qrWorkspaceCount(k: k, n: n))
    let narrow = method == .cholesky ? min(k, Self.blockSize(tangents: k)) : 0
    gram = Array(repeating: 0, count: narrow * narrow)
    overlaps = Array(repeating: 0, count: narrow * k)
    inverse = gram
    diagonal = Array(repeating: 0, count: narrow)
    least = diagonal
    growthFactors = Array(repeating: 0, count: trajectories * k)
    lengths = growthFactors
    growths = growthFactors
    losses = growthFactors
    alive = Array(repeating: k, count: trajectories)
    magnitudes = Array(repeating: 0, count: n)
  }

  /// Orthonormalises all frames in place, and sets `growths`, `growthFactors`, `lengths`, `losses` and `alive`.
  ///
  /// - Parameters:
  ///   - frames: [trajectories·k × n], row-major.
  ///   - accuracy: How exactly the frames must be orthonormal.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  package mutating func orthonormalize(
    _ frames: UnsafeMutableBufferPointer<Element>, accuracy: Accuracy = .orthonormal
  ) {
    precondition(
      frames.count == trajectories * tangents * dimension,
      "\(frames.count) numbers for \(trajectories * tangents)×\(dimension)")
    guard let base = frames.baseAddress, !frames.isEmpty else { return }
    for trajectory in 0..<trajectories {
      let frame = base + trajectory * tangents * dimension
      let row = trajectory * tangents
      guard prepare(frame, trajectory: trajectory) else { continue }
      let count = alive[trajectory]
      if method == .householder
        || !orthonormalizeByCholesky(frame, row: row, count: count, accuracy: accuracy)
      {
        fallbacks += method == .cholesky ? 1 : 0
        orthonormalizeByHouseholder(frame, row: row, count: count)
      }
      takeLosses(frame, row: row, count: count)
    }
    takeGrowths()
  }

  /// Forgets which tangents have vanished. To be called when all tangents are replaced.
  package mutating func revive() {
    for trajectory in alive.indices { alive[trajectory] = tangents }
  }

  /// Takes lengths and magnitudes, and strikes off tangents until there are no more of them than units reached.
  ///
  /// - Returns: Whether all numbers are finite. If not, the frame's growth factors are NaN.
  private mutating func prepare(
    _ frame: UnsafeMutablePointer<Element>, trajectory: Int
  ) -> Bool {
    let (row, n) = (trajectory * tangents, dimension)
    for i in 0..<tangents {
      growthFactors[row + i] = i < alive[trajectory] ? 1 : 0
      losses[row + i] = 0
      let tangent = frame + i * n
      lengths[row + i] = Double(Element.dot(n, tangent, tangent)).squareRoot()
    }
    Element.columnMagnitudes(k: alive[trajectory], n: n, frame, to: &magnitudes)
    let isNumber =
      magnitudes.allSatisfy { $0.isFinite }
      && !lengths[row..<row + tangents].contains { $0.isNaN }
    guard isNumber else {
      for i in row..<row + tangents { growthFactors[i] = .nan }
      return false
    }
    let reached = magnitudes.count { $0 > 0 }
    while alive[trajectory] > reached {
      alive[trajectory] -= 1
      let i = alive[trajectory]
      growthFactors[row + i] = 0
      (frame + i * n).update(repeating: 0, count: n)
    }
    return true
  }

  private mutating func takeLosses(
    _ frame: UnsafeMutablePointer<Element>, row: Int, count: Int
  ) {
    for i in 0..<count {
      let reach = Element.weightedMagnitude(dimension, frame + i * dimension, weights: magnitudes)
      // This tangent is rounding only. One that vanished is not among the first `count`.
      if growthFactors[row + i] == 0 { growthFactors[row + i] = Self.roundingUnit * Double(reach) }
      losses[row + i] = Double(reach) / growthFactors[row + i]
    }
  }

  private static var roundingUnit: Double { Double(Element.ulpOfOne) / 2 }

  private mutating func takeGrowths() {
    // A comparison with NaN is false, so that NaN stays.
    for i in growthFactors.indices where growthFactors[i] < .leastNormalMagnitude {
      growthFactors[i] = 0
    }
    vm_log_array_f64(growthFactors, &growths, growthFactors.count)
    for i in growthFactors.indices where growthFactors[i] == 0 {
      growths[i] = -.infinity
      losses[i] = 0
    }
  }

  /// Orthonormalises all frames in place; see the first form.
  package mutating func orthonormalize(
    _ frames: inout MutableSpan<Element>, accuracy: Accuracy = .orthonormal
  ) {
    frames.withUnsafeMutableBufferPointer { orthonormalize($0, accuracy: accuracy) }
  }

  /// Orthonormalises all frames in place; see the first form.
  package mutating func orthonormalize(_ frames: inout [Element], accuracy: Accuracy = .orthonormal)
  {
    frames.withUnsafeMutableBufferPointer { orthonormalize($0, accuracy: accuracy) }
  }
}
