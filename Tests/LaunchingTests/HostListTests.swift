import Foundation
import Platform
import TestSupport
import Testing

@testable import Launching

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
  var order = LaunchRequest(workers: 12, arguments: ["run", "a.yaml"])
  order.options = ["--host", "a:4,b:4,c:4", "-x", "C"]
  let list = try #require(HostList(options: order.options, kind: openMPI))
  let limited = order.limited(to: ["a", "c"], of: list)
  #expect(limited.workers == 8 && limited.options == ["-x", "C", "--host", "a:4,c:4"])
  order.workers = 1
  #expect(order.limited(to: ["a"], of: list).workers == 1)
}
