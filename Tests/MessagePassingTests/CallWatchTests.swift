import Foundation
import Synchronization
import Testing

@testable import MessagePassing

@Suite struct CallWatchTests {
  /// Counts how often a watch has ended the process.
  private final class Ends: Sendable {
    let count = Atomic<Int>(0)
  }

  @Test func `a call that does not return is noticed, once`() {
    let ends = Ends()
    let watch = CallWatch(looks: 3, every: 0.005) { ends.count.wrappingAdd(1, ordering: .relaxed) }
    watch.watching {
      while ends.count.load(ordering: .relaxed) == 0 { usleep(1_000) }
      usleep(50_000)
    }
    #expect(ends.count.load(ordering: .relaxed) == 1)
  }

  @Test func `calls that return are not, nor is the time between them`() throws {
    struct Lost: Error {}
    let ends = Ends()
    let watch = CallWatch(looks: 100, every: 0.005) {
      ends.count.wrappingAdd(1, ordering: .relaxed)
    }
    let begin = Date()
    while Date().timeIntervalSince(begin) < 0.7 {
      #expect(throws: Lost.self) { try watch.watching { () throws(Lost) in throw Lost() } }
    }
    usleep(900_000)
    #expect(ends.count.load(ordering: .relaxed) == 0)
    // The watch must have been there all the time.
    withExtendedLifetime(watch) {}
  }
}
