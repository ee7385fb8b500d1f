import LinearAlgebra
import RandomStreams
import Synchronization

/// The order in which an epoch visits the training set: a permutation that depends only on seed and epoch.
package final class EpochPermutation: Sendable {
  private struct Latest {
    var epoch = -1
    var order: [Int] = []
  }

  let count: Int
  private let seed: UInt64
  /// The epoch last asked for; a cache, which changes no result.
  private let latest = Mutex(Latest())

  package init(count: Int, seed: UInt64) {
    self.count = count
    self.seed = seed
  }

  /// The numbers 0 ..< count in the order of `epoch`.
  func order(of epoch: Int) -> [Int] {
    latest.withLock { latest in
      if latest.epoch != epoch {
        var stream = RandomStream(seed: seed, purpose: "task epoch", index: epoch)
        latest = Latest(epoch: epoch, order: stream.permutation(count))
      }
      return latest.order
    }
  }

  /// The members of the requested batch, where held-out members are numbered from `heldOut` on; none for a probe.
  func members(of request: BatchRequest, batch: Int, heldOut: Int) -> ArraySlice<Int> {
    switch request {
    case .training(let step): members(step: step, batch: batch)
    case .validation(let index): (0..<batch).map { heldOut + index * batch + $0 }[...]
    case .probe: []
    }
  }

  /// The members of the batch of training step `step`: a slice of its epoch's order.
  package func members(step: Int, batch: Int) -> ArraySlice<Int> {
    let (epoch, within) = step.quotientAndRemainder(dividingBy: count / batch)
    return order(of: epoch)[within * batch..<(within + 1) * batch]
  }
}
