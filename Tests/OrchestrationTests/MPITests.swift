import Foundation
import TestSupport
import Testing

@testable import NoWorkSweep

/// Runs the program beside this test's bundle. It launches itself under `mpirun`.
private func noWorkSweep(_ arguments: String...) throws -> (report: Report?, code: Int32) {
  let process = Process()
  let output = Pipe()
  process.executableURL = productsDirectory.appendingPathComponent("NoWorkSweep")
  process.arguments = arguments
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let data = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (try? JSONDecoder().decode(Report.self, from: data), process.terminationStatus)
}

@Suite(.serialized, .timeLimit(.minutes(2)))
struct `Under mpirun` {
  @Test(arguments: [1, 2, 4])
  func `any number of workers records the same as one process`(workers: Int) throws {
    let alone = try #require(try noWorkSweep("trials=5000", "checkpoints=3").report)
    let (found, code) = try noWorkSweep("trials=5000", "checkpoints=3", "launch=\(workers)")
    let report = try #require(found)
    #expect(code == 0 && report.ending == "finished")
    #expect(report.closedOnce == 5000 && report.closedTwice == 0)
    #expect(report.closedWithoutRecords == 0)
    #expect(report.records == alone.records && report.sum == alone.sum)  // sums of 64ths: exact
  }

  @Test func `trials of no work are dispatched and recorded at 20 000 a second at least`() throws {
    let report = try #require(try noWorkSweep("trials=400000", "launch=2").report)
    #expect(report.trialsPerSecond >= 20_000)
    #expect(report.closedOnce == 400_000)
  }

  @Test func `trials that fail at once are dispatched as fast`() throws {
    let report = try #require(try noWorkSweep("trials=400000", "failing=1", "launch=2").report)
    #expect(report.trialsPerSecond >= 20_000)
    #expect(report.closedOnce == 400_000 && report.failures == 400_000)
  }

  @Test func `the coordinator sleeps while workers train`() throws {
    let report = try #require(try noWorkSweep("trials=100", "work=0.02", "launch=2").report)
    #expect(report.coordinatorShare < 0.02)
  }

  @Test func `a worker killed once costs nothing but time`() throws {
    let (found, code) = try noWorkSweep(
      "trials=60", "work=0.005", "killer=7", "kills=1", "launch=2")
    let report = try #require(found)
    #expect(code == 0 && report.ending == "finished" && report.lostWorkers == 1)
    #expect(report.closedOnce == 60 && report.closedTwice == 0 && report.failures == 0)
    #expect(report.mostAttempts == 2)
  }

  @Test func `a trial that kills two workers is failed and the rest goes on`() throws {
    let (found, code) = try noWorkSweep("trials=20000", "killer=777", "kills=9", "launch=3")
    let report = try #require(found)
    #expect(code == 0 && report.ending == "finished" && report.lostWorkers == 2)
    #expect(report.closedOnce == 20_000 && report.closedTwice == 0)
    #expect(report.failures == 1)
    #expect(report.reasons[0].hasPrefix("trial 777: workers "))
  }

  @Test func `an interrupted sweep ends with code 75`() throws {
    let (found, code) = try noWorkSweep("trials=400", "work=0.01", "interrupt-after=10", "launch=2")
    let report = try #require(found)
    #expect(code == 75 && report.ending == "interrupted")
    #expect(report.closedOnce >= 10 && report.closedOnce < 400)
  }

  @Test func `a sweep that no worker can run ends with an error`() throws {
    #expect(try noWorkSweep("trials=5", "unfit=1", "launch=2").code == 70)
  }
}
