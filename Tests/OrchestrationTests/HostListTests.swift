import Foundation
import Results
import TestSupport
import Testing

@testable import Orchestration

private let openMPI = Launcher.Kind.openMPI(major: 4)

private func hosts(_ options: String, _ kind: Launcher.Kind = openMPI) -> HostList? {
  HostList(options: options.split(separator: " ").map(String.init), kind: kind)
}

@Test func `hosts are read from the file that the options name`() throws {
  try withTemporaryDirectory { folder in
    let text = "# ours\nnode1 slots=4  # fast\n\nnode2:2 max_slots=8\nnode3\nnode1 slots=1\n"
    try text.write(toFile: "\(folder)/hosts", atomically: true, encoding: .utf8)
    for spelling in ["--hostfile ", "--hostfile=", "-machinefile "] {
      let list = try #require(hosts("--mca a b \(spelling)\(folder)/hosts -x C"))
      #expect(list.hosts == ["node1", "node2", "node3"])
      #expect(list.slots(of: nil) == 8 && list.slots(of: ["node2", "node3"]) == 3)
      #expect(
        list.options(keeping: ["node1", "node3"])
          == ["--mca", "a", "b", "-x", "C", "--host", "node1:4,node3,node1:1"])
    }
    #expect(hosts("--hostfile \(folder)/none") == nil)
  }
}

@Test func `hosts are read from the options themselves`() throws {
  let list = try #require(hosts("-H a:2,b -x C"))
  #expect(list.hosts == ["a", "b"] && list.slots(of: nil) == 3)
  #expect(list.options(keeping: ["b"]) == ["-x", "C", "--host", "b"])
  #expect(hosts("-hosts a,b", .mpich)?.options(keeping: ["a"]) == ["-hosts", "a"])
  #expect(hosts("-hosts a:2,b", .intel)?.options(keeping: ["a"]) == ["-hosts", "a"])
  #expect(hosts("--map-by node") == nil)
  #expect(hosts("--hostfile") == nil)
}

@Test func `hosts that no name service knows are told from others`() throws {
  let list = try #require(hosts("--host localhost:2,127.0.0.1,nowhere.invalid"))
  #expect(list.unknownHosts == ["nowhere.invalid"])
}

@Test func `fewer hosts get as many workers each as before`() throws {
  var order = LaunchOrder(workers: 12, arguments: ["run", "a.yaml"])
  order.options = ["--host", "a:4,b:4,c:4", "-x", "C"]
  let list = try #require(HostList(options: order.options, kind: openMPI))
  let limited = order.limited(to: ["a", "c"], of: list)
  #expect(limited.workers == 8 && limited.options == ["-x", "C", "--host", "a:4,c:4"])
  order.workers = 1
  #expect(order.limited(to: ["a"], of: list).workers == 1)
}

@Test func `a launch after the first is told to go on, once`() {
  var order = LaunchOrder(workers: 1, arguments: ["run", "a.yaml"])
  order.continuation = ["--resume"]
  #expect(order.continued().continued().arguments == ["run", "a.yaml", "--resume"])
}

@Test func `launches that come to nothing are repeated three times`() {
  let node = HostProcess(identifier: 1, host: "a")
  let lost = LaunchNote.began(codeIfLost: 75, process: node)
  var patience = LaunchPatience()
  for seconds in [1.0, 2, 70, 1, 1, 1] {
    let again = patience.allowsAnother(after: lost, seconds: seconds)
    #expect(again)
  }
  let last = patience.allowsAnother(after: nil, seconds: 1)
  #expect(!last)
}

@Test func `launches that close trials are repeated for ever, others are not`() {
  var patience = LaunchPatience()
  for closed in 0..<20 {
    let again = patience.allowsAnother(after: .again(closed: closed, code: 75), seconds: 1)
    #expect(again)
  }
  for round in 0..<4 {
    let again = patience.allowsAnother(after: .again(closed: 19, code: 75), seconds: 1)
    #expect(again == (round < 3))
  }
}

@Test func `launches in which MPI does not start are repeated once, after kills three times`() {
  for (news, hasLostRank, most) in [
    (nil, false, 1), (LaunchNote.stalled(.time), false, 1), (.stalled(.loss), true, 3),
    (nil, true, 3),
  ] {
    var patience = LaunchPatience()
    for round in 0...most {
      let again = patience.allowsAnother(after: news, seconds: 1, hasLostRank: hasLostRank)
      #expect(again == (round < most), "\(String(describing: news))")
    }
  }
}

@Test func `MPI has its time to start, more once the coordinator is there`() {
  let process = HostProcess(identifier: 1, host: "a")
  func lateness(_ news: LaunchNote?, after seconds: Double) -> Bool {
    var watch = StartWatch(seconds: 10)
    watch.hear(news)
    return watch.isLate(at: monotonicSeconds() + seconds)
  }
  #expect(!lateness(nil, after: 9) && lateness(nil, after: 11))
  let watch = StartWatch(seconds: 30)
  #expect(!watch.isDoubtful(at: monotonicSeconds() + 4))
  #expect(watch.isDoubtful(at: monotonicSeconds() + 6))
  #expect(!lateness(.starting(process: process), after: 29))
  #expect(lateness(.starting(process: process), after: 31))
  #expect(!lateness(.began(codeIfLost: 75, process: process), after: 1e9))
  #expect(!lateness(.stalled(.loss), after: 1e9))
  // Two hundred workers on two cores took up to a minute to start.
  #expect(LaunchPatience.startSeconds(ranks: 201, isOnOneHost: true, environment: [:]) > 120)
  #expect(
    LaunchPatience.startSeconds(
      ranks: 201, isOnOneHost: true, environment: ["DYNSWEEP_START_SECONDS": "7"]) == 7)
}
