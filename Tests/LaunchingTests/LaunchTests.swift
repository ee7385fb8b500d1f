import Foundation
import Platform
import Testing

@testable import Launching

@Test func `a launch after the first is told to go on, once`() {
  var order = LaunchRequest(workers: 1, arguments: ["run", "a.yaml"])
  order.continuation = ["--resume"]
  #expect(order.continued().continued().arguments == ["run", "a.yaml", "--resume"])
}

@Test func `launches that come to nothing are repeated three times`() {
  let node = ProcessIdentity(identifier: 1, host: "a")
  let lost = LaunchStatus.began(process: node)
  var patience = RelaunchPolicy()
  for seconds in [1.0, 2, 70, 1, 1, 1] {
    let again = patience.allowsAnother(after: lost, seconds: seconds)
    #expect(again)
  }
  let last = patience.allowsAnother(after: nil, seconds: 1)
  #expect(!last)
}

@Test func `launches that close trials are repeated for ever, others are not`() {
  var patience = RelaunchPolicy()
  for closed in 0..<20 {
    let again = patience.allowsAnother(after: .again(closed: closed), seconds: 1)
    #expect(again)
  }
  for round in 0..<4 {
    let again = patience.allowsAnother(after: .again(closed: 19), seconds: 1)
    #expect(again == (round < 3))
  }
}

@Test func `launches in which MPI does not start are repeated once, after kills three times`() {
  for (news, hasLostRank, most) in [
    (nil, false, 1), (LaunchStatus.stalled(.time), false, 1), (.stalled(.loss), false, 1),
    (nil, true, 3),
  ] {
    var patience = RelaunchPolicy()
    for round in 0...most {
      let again = patience.allowsAnother(after: news, seconds: 1, hasLostRank: hasLostRank)
      #expect(again == (round < most), "\(String(describing: news))")
    }
  }
}

@Test func `MPI has its time to start, more once the coordinator is there`() {
  let process = ProcessIdentity(identifier: 1, host: "a")
  func lateness(_ status: LaunchStatus?, after seconds: Double) -> Bool {
    var monitor = StartMonitor(seconds: 10)
    monitor.note(status)
    return monitor.isLate(at: monotonicSeconds() + seconds)
  }
  #expect(!lateness(nil, after: 9) && lateness(nil, after: 11))
  let monitor = StartMonitor(seconds: 30)
  #expect(!monitor.isDoubtful(at: monotonicSeconds() + 4))
  #expect(monitor.isDoubtful(at: monotonicSeconds() + 6))
  #expect(!lateness(.starting(process: process), after: 29))
  #expect(lateness(.starting(process: process), after: 31))
  #expect(!lateness(.began(process: process), after: 1e9))
  #expect(!lateness(.stalled(.loss), after: 1e9))
  // Two hundred workers on two cores took up to a minute to start.
  #expect(RelaunchPolicy.startSeconds(ranks: 201, isOnOneHost: true, environment: [:]) > 120)
  #expect(
    RelaunchPolicy.startSeconds(
      ranks: 201, isOnOneHost: true, environment: ["DYNSWEEP_START_SECONDS": "7"]) == 7)
}

@Test func `launches that lost a rank while MPI started are told from late ones`() {
  func launch(_ status: LaunchStatus?, _ exitStatus: Int32) -> Launch {
    Launch(status: status, exitStatus: exitStatus, isMute: false, wasAskedToEnd: false, seconds: 1)
  }
  let starting = LaunchStatus.starting(process: ProcessIdentity(identifier: 1, host: "a"))
  #expect(launch(nil, 137).hasLostRank && launch(nil, SIGKILL).hasLostRank)
  #expect(launch(.stalled(.loss), 0).mayHaveLost)
  // Intel's launcher ends with 255 where a rank was killed, and where it knows no option.
  #expect(launch(starting, 255).mayHaveLost && !launch(nil, 255).mayHaveLost)
  // This program has killed the launcher.
  #expect(!launch(.stalled(.time), SIGKILL).mayHaveLost)
  #expect(launch(starting, 0).mayHaveLost && !launch(starting, 0).hasLostRank)
  #expect(!launch(nil, 1).mayHaveLost)
}
