import Records
import Scheduling
import Testing

/// Launches of a sweep with many workers, each at a trial of its own.
private struct Launches {
  let workers: Int
  var history = FailureHistory()
  private(set) var failures: [TrialRecord] = []

  init(workers: Int) { self.workers = workers }

  /// A launch that loses the given workers one after the other, so many seconds apart.
  ///
  /// - Parameter seconds: How long the coordinator lives after the last of them.
  mutating func launch(
    losing lost: ClosedRange<WorkerID>, apart: Double, endingAfter seconds: Double
  ) {
    var scheduler = Scheduler(flops: Array(repeating: 1, count: workers), history: history)
    for worker in 1...WorkerID(workers) { _ = scheduler.handle(.arrived(worker: worker), at: 0) }
    var time = 1.0
    for worker in lost {
      take(scheduler.handle(.lost(worker: worker, reason: "killed"), at: time))
      time += apart
      take(scheduler.tick(at: time))
    }
    take(scheduler.tick(at: time + seconds))
  }

  private mutating func take(_ decisions: [SchedulerDecision]) {
    for decision in decisions {
      switch decision {
      case .remember(let failures): history = failures
      case .record(let record) where record.status == .failed: failures.append(record)
      default: break
      }
    }
  }
}

@Test(arguments: [3, 200, 1000], [0.0, 0.02])
func `workers that are lost at once are held against no trial`(workers: Int, apart: Double) {
  var launches = Launches(workers: workers)
  for _ in 0..<3 {
    launches.launch(losing: 1...WorkerID(workers), apart: apart, endingAfter: 60)
    #expect(launches.history.charged.isEmpty && launches.failures.isEmpty)
  }
}

@Test(arguments: [1, 12, 1000])
func `losses right before the coordinator's own end are held against no trial`(lost: Int) {
  var launches = Launches(workers: 1000)
  for _ in 0..<10 {
    launches.launch(losing: 1...WorkerID(lost), apart: 0.001, endingAfter: 0.9)
    #expect(launches.history.isEmpty && launches.failures.isEmpty)
  }
}

@Test func `a trial is failed after two losses of its own, whatever befell all in between`() {
  var launches = Launches(workers: 100)
  launches.launch(losing: 7...7, apart: 0, endingAfter: 60)
  launches.launch(losing: 1...100, apart: 0.01, endingAfter: 60)
  #expect(launches.history.charged == [6: 1] && launches.failures.isEmpty)
  launches.launch(losing: 7...7, apart: 0, endingAfter: 60)
  #expect(launches.failures.map(\.trial) == [6])
  #expect(launches.failures.first?.reason?.hasPrefix("workers one of an earlier run and 7") == true)
}

@Test func `a sweep whose trials all end their workers at once comes to an end`() {
  var launches = Launches(workers: 50)
  for _ in 0..<4 { launches.launch(losing: 1...50, apart: 0, endingAfter: 60) }
  #expect(launches.failures.count == 50)
  #expect(
    launches.failures.first?.reason
      == "4 workers were lost while they ran it, each together with others; the last one: killed")
}
