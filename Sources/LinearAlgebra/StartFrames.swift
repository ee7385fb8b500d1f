import RandomStreams

/// Frames of tangents to start from: k orthonormal rows of n numbers for each trajectory, [rows·k × n], row-major.
///
/// Their directions are random, so that no direction of a net is missed: in a net of modules, a column of the identity
/// never leaves its module. The frames of the first trajectories are the same however many trajectories there are.
///
/// - Parameters:
///   - rows: The number of trajectories.
///   - k: The number of tangents of each trajectory, at most n.
///   - n: The number of units.
///   - layer: The layer for which the frames are; the frames of layers are independent.
///   - seed: The trial's seed; with nil, the frames are the first columns of the identity.
package func startFrames(
  rows: Int, tangents k: Int, dimension n: Int, layer: Int = 0, seed: UInt64?
) -> [Double] {
  guard let seed else {
    return (0..<rows * k).flatMap { row in (0..<n).map { $0 == row % k ? 1 : 0 } }
  }
  var frames = (0..<rows).flatMap { trajectory in
    var random = RandomStream(
      seed: seed, purpose: "trajectory \(trajectory), tangents", index: layer)
    return (0..<k * n).map { _ in random.normal() }
  }
  var orthonormalizer = FrameOrthonormalizer<Double>(trajectories: rows, tangents: k, dimension: n)
  orthonormalizer.orthonormalize(&frames)
  return frames
}
