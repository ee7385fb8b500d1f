import HeapModule

/// The trials that no worker has, costliest first; of equal ones the first in the sweep.
struct SchedulerPool {
  private let flops: [Double]
  private let order: [Int32]
  private var next = 0
  private var comeBack: Heap<Entry> = []
  private(set) var count: Int
  private(set) var totalFlops: Double

  private struct Entry: Comparable {
    let flops: Double
    let trial: Int

    static func < (a: Entry, b: Entry) -> Bool {
      a.flops == b.flops ? a.trial > b.trial : a.flops < b.flops
    }
  }

  /// - Parameter excluded: Trials that are closed already.
  init(flops: [Double], excluding excluded: Set<Int>) {
    self.flops = flops
    var trials = flops.indices.filter { !excluded.contains($0) }.map { Int32($0) }
    trials.sort {
      let (a, b) = (flops[Int($0)], flops[Int($1)])
      return a == b ? $0 < $1 : a > b
    }
    order = trials
    count = trials.count
    totalFlops = trials.reduce(0) { $0 + flops[Int($1)] }
  }

  var isEmpty: Bool { count == 0 }

  /// The trial to hand out next.
  var first: Int? { isComeBackNext ? comeBack.max?.trial : nextInOrder }

  mutating func removeFirst() -> Int? {
    let trial: Int?
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

  /// Takes a trial back.
  mutating func insert(_ trial: Int) {
    comeBack.insert(Entry(flops: flops[trial], trial: trial))
    count += 1
    totalFlops += flops[trial]
  }

  private var nextInOrder: Int? { next < order.count ? Int(order[next]) : nil }

  private var isComeBackNext: Bool {
    guard let back = comeBack.max else { return false }
    guard let fresh = nextInOrder else { return true }
    return Entry(flops: flops[fresh], trial: fresh) < back
  }
}
