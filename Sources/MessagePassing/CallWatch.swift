import Foundation
import Synchronization

/// Notices that a call of MPI which should return at once does not.
///
/// A process that is killed can leave what it shares with others locked for good: in Open MPI 4, ranks and the launcher
/// look up how to reach each other under locks in shared memory. A call that waits for such a lock never returns, and
/// where the coordinator is in it, nobody else would end the run.
package final class CallWatch: Sendable {
  /// How many times a call was begun or has returned: odd within a call.
  private let turns = Atomic<UInt64>(0)

  /// - Parameters:
  ///   - looks: At how many looks in a row the same call must be found. Looks are counted rather than seconds, since a
  ///     process that was stopped, or a host that slept, is not to blame for its time.
  ///   - seconds: Between two looks.
  ///   - end: Called once, on a thread of its own, where a call does not return.
  package init(
    looks: Int = 60, every seconds: Double = 0.5, otherwise end: @escaping @Sendable () -> Void
  ) {
    Thread.detachNewThread { [weak self] in
      var (known, count): (UInt64, Int) = (0, 0)
      while count < looks {
        Thread.sleep(forTimeInterval: seconds)
        guard let turn = self?.turns.load(ordering: .relaxed) else { return }
        count = turn == known && turn % 2 == 1 ? count + 1 : 0
        known = turn
      }
      end()
    }
  }

  /// Does `call`, which is watched. Only one thread may have calls.
  package func watching<Value, Failure: Error>(
    _ call: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    turns.wrappingAdd(1, ordering: .relaxed)
    defer { turns.wrappingAdd(1, ordering: .relaxed) }
    return try call()
  }
}
