import RandomStreams

/// Frames of tangents to start from: k orthonormal rows of n numbers for each trajectory, one trajectory after the other.
///
/// Their directions are random, so that none of a net's is missed: in a net of modules, a column of the identity never
/// leaves its own. They are the same for the first trajectories however many there are.
///
/// - Parameters:
///   - rows: Trajectories.
///   - layer: Which of several layers, whose frames are independent.
///   - seed: Of the trial; the first columns of the identity where nil.
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
