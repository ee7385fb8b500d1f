import Records
import Testing

@testable import Runs
@testable import dynsweep

/// Workers by what they compute on.
@Suite struct WorkerRollTests {
  private func machine(_ change: (inout MachineReport) -> Void = { _ in }) -> MachineReport {
    var machine = MachineReport.current(hosts: ["a"])
    machine.blas.kernel = "Haswell"
    machine.blas.configuration = "OpenBLAS 0.3.21 DYNAMIC_ARCH"
    change(&machine)
    return machine
  }

  @Test func `ranks of one kernel and version are no news, others are, once each`() throws {
    var roll = WorkerRoll(machine())
    let same = try machine { $0.hosts = ["b"] }.json
    let none = roll.add(1, on: same)
    #expect(none == .init())
    let other = try machine { $0.blas.configuration = "OpenBLAS 0.3.34 DYNAMIC_ARCH" }.json
    let news = roll.add(2, on: other)
    #expect(
      news.warning?.hasPrefix(
        "the ranks run different BLAS kernels (Haswell of OpenBLAS 0.3.21, Haswell of OpenBLAS "
          + "0.3.34): results then differ") == true)
    #expect(news.isRecorded && roll.runs.map(\.workers) == ["2"])
    let more = roll.add(3, on: other)
    #expect(more == .init(isRecorded: true))
    #expect(roll.runs.map(\.workers) == ["2-3"])
  }

  @Test func `workers of several hosts with one kernel are told together`() throws {
    var roll = WorkerRoll(machine())
    for worker in [9, 4, 2, 3] {
      let host = try machine {
        $0.hosts = ["h\(worker)"]
        $0.blas.kernel = "Nehalem"
      }.json
      _ = roll.add(WorkerID(worker), on: host)
    }
    #expect(roll.runs.map(\.workers) == ["2-4,9"])
    #expect(roll.runs.map(\.environment.blas.kernel) == ["Nehalem"])
  }

  @Test func `another processor is recorded, though it is nothing to warn of`() throws {
    var roll = WorkerRoll(machine())
    let news = roll.add(1, on: try machine { $0.processor.model = "Another" }.json)
    #expect(news == .init(isRecorded: true))
    #expect(roll.runs[0].line.contains(": workers 1: dynsweep "))
  }
}
