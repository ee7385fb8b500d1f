import HeapModule
import Records

/// The trials that no worker has: those whose earlier stretch is to be run before others, the costliest first; among
/// equal ones, the first in the sweep.
struct SchedulerPool {
  private var flops: Indexed<Identified.Trial, Double>
  private let order: [Int32]
  private var next = 0
  private var comeBack: Heap<Entry> = []
  private(set) var count: Int
  private(set) var totalFlops: Double

  /// The place of each trial's next stretch; empty where all trials are run in one.
  private var places: [TrialID: Int]

  private struct Entry: Comparable {
    let place: Int
    let flops: Double
    let trial: TrialID

    static func < (a: Entry, b: Entry) -> Bool {
      if a.place != b.place { return a.place > b.place }
      return a.flops == b.flops ? a.trial > b.trial : a.flops < b.flops
    }
  }

  /// - Parameters:
  ///   - places: Where trials are run in stretches, the place of the next one of each.
  ///   - excluded: Trials that are already closed, or wait.
  init(
    flops: Indexed<Identified.Trial, Double>, places: [TrialID: Int] = [:],
    excluding excluded: Set<TrialID>
  ) {
    self.flops = flops
    self.places = places
    var trials = flops.indices.filter { !excluded.contains($0) }.map { Int32($0.number) }
    trials.sort {
      let (one, other) = (TrialID(Int($0)), TrialID(Int($1)))
      if !places.isEmpty {
        let (a, b) = (places[one, default: 0], places[other, default: 0])
        if a != b { return a < b }
      }
      let (a, b) = (flops[one], flops[other])
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

  /// Takes out a trial that had been put back.
  mutating func remove(_ trial: TrialID) {
    let left = comeBack.unordered.filter { $0.trial != trial }
    guard left.count < comeBack.count else { return }
    comeBack = Heap(left)
    count -= 1
    totalFlops = count == 0 ? 0 : totalFlops - flops[trial]
  }

  /// Puts a trial back for another stretch.
  mutating func insert(_ trial: TrialID, _ stretch: TrialStretch) {
    flops[trial] = stretch.flops
    places[trial] = stretch.place
    insert(trial)
  }

  /// Puts a trial back.
  mutating func insert(_ trial: TrialID) {
    comeBack.insert(entry(trial))
    count += 1
    totalFlops += flops[trial]
  }

  private var nextInOrder: TrialID? {
    next < order.count ? TrialID(Int(order[next])) : nil
  }

  private var isComeBackNext: Bool {
    guard let back = comeBack.max else { return false }
    guard let fresh = nextInOrder else { return true }
    return entry(fresh) < back
  }

  private func entry(_ trial: TrialID) -> Entry {
    let place = places.isEmpty ? 0 : places[trial, default: 0]
    return Entry(place: place, flops: flops[trial], trial: trial)
  }
}
