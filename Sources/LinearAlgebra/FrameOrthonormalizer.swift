import CVectorMath

/// Orthonormalises a batch of tangent frames in place and tells how much each tangent had grown.
///
/// The frames are one row-major matrix of trajectories·k rows of length n: row b·k + i is tangent i of trajectory b. A
/// trajectory's k rows are the columns of an n×k matrix Z = Q·R; Q replaces Z, and log Rᵢᵢ (Rᵢᵢ > 0) is *added* to
/// `growth[b·k + i]`, in nats. A tangent that vanished counts as 10⁻³⁰ and is replaced by a unit vector orthogonal to
/// the others. A frame that holds infinity or NaN has NaN growth. Nothing is allocated after `init`.
public struct FrameOrthonormalizer<Element: Scalar>: Sendable {
  public enum Method: Sendable {
    /// LAPACK's QR: for any frame.
    case householder
    /// Block Gram–Schmidt, each block by Cholesky factors of its Gram matrix (in double precision where single is too
    /// little), both twice (Barlow and Smoktunowicz 2013; Yamazaki, Tomov and Dongarra 2015): matrix products nearly
    /// all, and two to three times faster. A frame too near to dependent is given to Householder.
    case cholesky
  }

  public let trajectories: Int
  public let tangents: Int
  public let dimension: Int
  public let method: Method
  /// How many frames so far the Cholesky method gave to Householder.
  public internal(set) var fallbacks = 0

  var reflections: [Element]
  var workspace: [Element]
  /// A block's Gram matrix and the inverse of its Cholesky factor (lower triangles), and the factor's diagonal.
  var gram, inverse, diagonal: [Element]
  /// Products of a block's tangents and those before it.
  var overlaps: [Element]
  /// A block, its Gram matrix and inverse factor in double precision, for frames in single.
  var wideFrame, wideGram, wideInverse, wideDiagonal: [Double]
  /// ‖zᵢ‖² of the block at hand.
  var squares: [Double]
  /// Rᵢᵢ of every frame.
  var stretches: [Double]

  /// - Parameters:
  ///   - tangents: k, at most n.
  ///   - dimension: n.
  public init(
    trajectories: Int, tangents: Int, dimension: Int, method: Method = .cholesky
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
    let wide = Element.self == Double.self ? 0 : narrow
    wideFrame = Array(repeating: 0, count: wide * n)
    wideGram = Array(repeating: 0, count: wide * narrow)
    wideInverse = wideGram
    wideDiagonal = Array(repeating: 0, count: wide)
    squares = Array(repeating: 0, count: k)
    stretches = Array(repeating: 0, count: trajectories * k)
  }

  /// - Parameters:
  ///   - frames: trajectories·k × n.
  ///   - growth: trajectories·k.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func orthonormalize(
    _ frames: UnsafeMutableBufferPointer<Element>, growth: UnsafeMutableBufferPointer<Double>
  ) {
    let rows = trajectories * tangents
    precondition(
      frames.count == rows * dimension && growth.count == rows,
      "\(frames.count) numbers and \(growth.count) growths for \(rows)×\(dimension)")
    guard rows > 0, let base = frames.baseAddress else { return }
    var wide = false
    for trajectory in 0..<trajectories {
      let frame = base + trajectory * tangents * dimension
      let row = trajectory * tangents
      for i in row..<(row + tangents) { stretches[i] = 1 }
      if method == .cholesky {
        if orthonormalizeByCholesky(frame, row: row, wide: &wide) { continue }
        fallbacks += 1
      }
      orthonormalizeByHouseholder(frame, row: row)
    }
    addLogarithms(to: growth)
  }

  private mutating func addLogarithms(to growth: UnsafeMutableBufferPointer<Double>) {
    stretches.withUnsafeMutableBufferPointer { stretches in
      // NaN is not less, and stays.
      for i in stretches.indices where stretches[i] < 1e-30 { stretches[i] = 1e-30 }
      guard let logarithms = stretches.baseAddress else { return }
      vm_log_array_f64(logarithms, logarithms, stretches.count)
      for i in stretches.indices { growth[i] += stretches[i] }
    }
  }

  public mutating func orthonormalize(
    _ frames: inout MutableSpan<Element>, growth: inout MutableSpan<Double>
  ) {
    frames.withUnsafeMutableBufferPointer { frames in
      growth.withUnsafeMutableBufferPointer { orthonormalize(frames, growth: $0) }
    }
  }

  public mutating func orthonormalize(_ frames: inout [Element], growth: inout [Double]) {
    frames.withUnsafeMutableBufferPointer { frames in
      growth.withUnsafeMutableBufferPointer { orthonormalize(frames, growth: $0) }
    }
  }
}
