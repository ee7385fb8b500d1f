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
    /// Block Gram–Schmidt, each block by Cholesky factors of its Gram matrix, both twice (Barlow and Smoktunowicz 2013):
    /// matrix products nearly all, and three times faster. A frame too near to dependent is given to Householder.
    case cholesky
  }

  /// What becomes of the frames.
  public enum Care: Sendable {
    /// Q is orthonormal to rounding.
    case orthonormal
    /// One pass of the Cholesky method where its conditioning allows: Q·Qᵀ differs from 1 by about the rounding unit
    /// times ‖zᵢ‖/Rᵢᵢ, at half the cost. Z = Q·R holds to rounding all the same, with R triangular. So if a product
    /// of maps is taken through several such steps and a last one that makes the frame orthonormal, the sums of ln Rᵢᵢ
    /// are still those of the product's own QR: it is enough that the frames in between stay far from dependent.
    case wellConditioned
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
  /// What Lᵢᵢ² must exceed.
  var least: [Element]
  private var logarithms: [Double]
  /// Rᵢᵢ of every frame, at the last call; at least 10⁻³⁰.
  public internal(set) var stretches: [Double]
  /// ‖zᵢ‖ of every frame, at the last call.
  public internal(set) var lengths: [Double]

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
    least = diagonal
    stretches = Array(repeating: 0, count: trajectories * k)
    lengths = stretches
    logarithms = stretches
  }

  /// - Parameters:
  ///   - frames: trajectories·k × n.
  ///   - growth: trajectories·k.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public mutating func orthonormalize(
    _ frames: UnsafeMutableBufferPointer<Element>, growth: UnsafeMutableBufferPointer<Double>,
    care: Care = .orthonormal
  ) {
    let rows = trajectories * tangents
    precondition(
      frames.count == rows * dimension && growth.count == rows,
      "\(frames.count) numbers and \(growth.count) growths for \(rows)×\(dimension)")
    guard rows > 0, let base = frames.baseAddress else { return }
    for trajectory in 0..<trajectories {
      let frame = base + trajectory * tangents * dimension
      let row = trajectory * tangents
      for i in 0..<tangents {
        stretches[row + i] = 1
        let tangent = frame + i * dimension
        lengths[row + i] = Double(Element.dot(dimension, tangent, tangent)).squareRoot()
      }
      if method == .cholesky {
        if orthonormalizeByCholesky(frame, row: row, care: care) { continue }
        fallbacks += 1
      }
      orthonormalizeByHouseholder(frame, row: row)
    }
    addLogarithms(to: growth)
  }

  private mutating func addLogarithms(to growth: UnsafeMutableBufferPointer<Double>) {
    // NaN is not less, and stays.
    for i in stretches.indices where stretches[i] < 1e-30 { stretches[i] = 1e-30 }
    vm_log_array_f64(stretches, &logarithms, stretches.count)
    for i in stretches.indices { growth[i] += logarithms[i] }
  }

  public mutating func orthonormalize(
    _ frames: inout MutableSpan<Element>, growth: inout MutableSpan<Double>,
    care: Care = .orthonormal
  ) {
    frames.withUnsafeMutableBufferPointer { frames in
      growth.withUnsafeMutableBufferPointer { orthonormalize(frames, growth: $0, care: care) }
    }
  }

  public mutating func orthonormalize(
    _ frames: inout [Element], growth: inout [Double], care: Care = .orthonormal
  ) {
    frames.withUnsafeMutableBufferPointer { frames in
      growth.withUnsafeMutableBufferPointer { orthonormalize(frames, growth: $0, care: care) }
    }
  }
}
