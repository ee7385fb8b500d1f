import HeapModule
import Records

/// The trials that no worker has, the costliest first; among equal ones, the first in the sweep.
struct SchedulerPool {
  private let flops: Indexed<Identified.Trial, Double>
  private let order: [Int32]
  private var next = 0
  private var comeBack: Heap<Entry> = []
  private(set) var count: Int
  private(set) var totalFlops: Double

  private struct Entry: Comparable {
    let flops: Double
    let trial: TrialID

    static func < (a: Entry, b: Entry) -> Bool {
      a.flops == b.flops ? a.trial > b.trial : a.flops < b.flops
    }
  }

  /// - Parameter excluded: Trials that are already closed.
  init(flops: Indexed<Identified.Trial, Double>, excluding excluded: Set<TrialID>) {
    self.flops = flops
    var trials = flops.indices.filter { !excluded.contains($0) }.map { Int32($0.number) }
    trials.sort {
      let (a, b) = (flops[TrialID(Int($0))], flops[TrialID(Int($1))])
      return a == b ? $0 < $1 : a > b
    }
    order = trials
    count = trials.count
    totalFlops = trials.reduce(0) { $0 + flops[TrialID(Int($1))] }
  }

  var isEmpty: Bool { count == 0 }

  /// The next trial to hand out; nil where the pool is empty.
  var first: TrialID? { isComeBackNext ? comeBack.max?.trial : nextInOrder }

  mutating func removeFirst() -> TrialID? {
    let trial: TrialID?
    if isComeBackNext {
      trial = comeBack.popMax()?.trial
    } else {
      trial = nextInOrder
      if trial != nil { next += 1 }
    }
    guard let trial else { return nil }
    count -= 1
    totalFlops = count == 0 ? 0 : totalFlops - flops[trial]
    return trial
  }

  /// Puts a trial back.
  mutating func insert(_ trial: TrialID) {
    comeBack.insert(Entry(flops: flops[trial], trial: trial))
    count += 1
    totalFlops += flops[trial]
  }

  private var nextInOrder: TrialID? {
    next < order.count ? TrialID(Int(order[next])) : nil
  }

  private var isComeBackNext: Bool {
    guard let back = comeBack.max else { return false }
    guard let fresh = nextInOrder else { return true }
    return Entry(flops: flops[fresh], trial: fresh) < back
  }
}
