import Foundation
import Platform
import Records
import Results
import SweepFiles
import TestSupport

/// A small sweep under MPI, with files of others beside it, that faults of the table befall.
struct FaultScene {
  private static let patience = 1.0
  private let folder: String
  private let calm: String
  private let strangers: [String: String]

  private var file: String { "\(folder)/a.h5" }
  private var log: String { "\(folder)/log" }

  init(in folder: String, calm: String, _ random: inout SeededSource) throws {
    (self.folder, self.calm) = (folder, calm)
    var strangers = ["notes.txt": "mine", "a.h5.bak/thesis.tex": "precious", "a.h5.lock~": "old"]
    // At a name that the program would use: then it takes no snapshots.
    if Int.random(in: 0..<4, using: &random) == 0 { strangers["a.h5.snapshots/trial-1"] = "mine" }
    self.strangers = strangers
    for (name, text) in strangers {
      let place = URL(fileURLWithPath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: place)
    }
    try Sample.text.write(toFile: "\(folder)/sweep.yaml", atomically: true, encoding: .utf8)
  }

  /// Runs the sweep, strikes one to three times, and lets another run go on.
  func play(_ random: inout SeededSource) throws -> FaultReport {
    var report = FaultReport()
    report.scenes = 1
    let job = try start()
    guard job.wait(until: { FileManager.default.fileExists(atPath: file) }) else {
      report.mistakes.append("no file: \(job.errors)")
      return report
    }
    var drawn: [Fault] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      Thread.sleep(forTimeInterval: Double.random(in: 0...1, using: &random))
      let fault = Fault.allCases.randomElement(using: &random) ?? .delay
      // Two deaths may fail a trial.
      if fault == .death, drawn.contains(.death) { continue }
      let worker = Int.random(in: 1...2, using: &random)
      guard job.isRunning, try strike(fault, job, worker: worker) else { break }
      drawn.append(fault)
      report.struck[fault, default: 0] += 1
    }
    let code = job.end(within: 90) ?? -1
    report.codes[code, default: 0] += 1
    if !allowed(drawn).contains(code) {
      report.mistakes.append("\(drawn) ended with \(code): \(job.errors)")
    }
    try moveBack()
    report.lost += try Acknowledged(log).missing(in: file, calm: CalmRows(calm)).count
    let again = try start()
    let end = again.end(within: 90)
    if end != 0 { report.mistakes.append("after \(drawn) \(end ?? -1): \(again.errors)") }
    try look(into: &report, after: drawn)
    return report
  }

  private func start() throws -> Job {
    try Job(
      Sample.run(folder, "a", "--workers", "2", "--resume", "--patience", "\(Self.patience)"),
      fault: "slow;slow;slow", variables: ["DYNSWEEP_ACKNOWLEDGED": log])
  }

  /// Exit codes that faults may lead to; 0 where they came too late, too.
  private func allowed(_ faults: [Fault]) -> Set<Int32> {
    faults.reduce(into: [0]) { codes, fault in
      switch fault {
      case .delay, .stall, .silence, .death: break
      case .leave, .failingWrite: codes.insert(75)
      case .movedName: codes.insert(73)
      }
    }
  }

  /// - Returns: Whether there was still somebody to be struck.
  private func strike(_ fault: Fault, _ job: Job, worker: Int) throws -> Bool {
    guard let coordinator = job.rank(0), let victim = job.rank(worker) else { return false }
    switch fault {
    case .delay: pause(victim, seconds: 0.5 * Self.patience)
    case .stall: pause(coordinator, seconds: 2 * Self.patience)
    case .silence: pause(victim, seconds: 2.5 * Self.patience)
    case .leave: return kill(victim, SIGTERM) == 0
    case .death: return kill(victim, SIGKILL) == 0
    case .failingWrite:
      let limit = ["prlimit", "--pid", "\(coordinator)", "--fsize=1"]
      return try run("/usr/bin/env", limit).status == 0
    case .movedName: return rename(file, "\(folder)/moved.h5") == 0
    }
    return true
  }

  private func pause(_ process: Int32, seconds: Double) {
    kill(process, SIGSTOP)
    Thread.sleep(forTimeInterval: seconds)
    kill(process, SIGCONT)
  }

  /// The user takes the file back to its place.
  private func moveBack() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.contains("rescued") {
      try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
    }
    if !FileManager.default.fileExists(atPath: file) { rename("\(folder)/moved.h5", file) }
  }

  private func look(into report: inout FaultReport, after faults: [Fault]) throws {
    let reader = try ResultsReader(file)
    let statuses = try reader.statuses()
    let failed = statuses.count { $0 == .failed }
    report.failed += failed
    if failed > 0 {
      report.mistakes.append("after \(faults): \(try reader.texts(of: "failures").joined())")
    }
    report.lost += statuses.count { $0 != .complete && $0 != .failed }
    report.repeated += Acknowledged(log).completions.values.count { $0 > 1 }
    let differences = try compare(calm, file)
    report.different += differences.isEmpty ? 0 : 1
    for (name, text) in strangers {
      let found = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
      report.touched += found == text ? 0 : 1
    }
    let ours = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
      name.hasPrefix("a.h5.") && !strangers.keys.contains { $0.hasPrefix(name) }
    }
    if !ours.isEmpty { report.mistakes.append("after \(faults) \(ours) are left") }
  }
}
