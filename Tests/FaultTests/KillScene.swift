import Foundation
import Records
import Results
import SweepFiles
import TestSupport
import Testing

/// What became of kills.
struct KillTally {
  var kills = 0
  /// Those at some time, by what there was when they struck: no file, trials to be trained, none any more.
  var beforeFile = 0
  var inTraining = 0
  var afterwards = 0
  /// Those at an operation of the file's making, and of its closing.
  var inCreation = 0
  var atClose = 0
  var keptRows = 0
  var keptTrials = 0
  /// Jobs that ended by themselves more than 30 s after their coordinator was killed, and that had not at 60.
  var late = 0
  var unended = 0
  var slowestEnd = 0.0
}

/// Who is killed when.
enum Killing {
  /// All processes, or rank 0 alone, at such a moment.
  case everybody(Moment)
  case coordinator(Moment)
  /// Whoever writes, at an operation counted from the start or from the beginning of the last close.
  case writer(CrashPoint)
}

/// So many seconds after the job's start, or after its results file appeared, which is when training begins.
enum Moment {
  case start(Double)
  case file(Double)

  /// - Returns: When it has come, or the job has ended.
  func await(_ job: Job, file: String) {
    switch self {
    case .start(let seconds): usleep(UInt32(1e6 * seconds))
    case .file(let seconds):
      _ = job.wait { FileManager.default.fileExists(atPath: file) }
      usleep(UInt32(1e6 * seconds))
    }
  }
}

/// A sweep that is killed, and gone on with until it is complete.
struct KillScene {
  /// The arguments of a run into `NAME.h5`, with these options.
  typealias Command = (_ name: String, _ options: [String]) -> [String]

  private let workers: Int
  private let command: Command
  private let folder: String
  private let library: String
  /// Operations that make the file, and that close it at the end.
  private let creation: Int
  private let closing: Int

  var file: String { "\(folder)/a.h5" }
  private var log: String { "\(folder)/log" }
  private var counter: String { "\(folder)/count" }
  private var arguments: [String] {
    command("a", ["--workers", "\(workers)", "--snapshot-every", "0.03", "--resume"])
  }

  /// - Parameter command: What trains; a run of `sweep.yaml` where nil.
  init(workers: Int, folder: String, command: Command? = nil) throws {
    (self.workers, self.folder) = (workers, folder)
    let command = command ?? { Sample.run(folder, $0) + $1 }
    self.command = command
    let shim = try Shim.build("crash-point", in: folder)
    library = shim
    let calm = try [0, 1, 2].map { try Self.count(closes: $0, shim, folder, command) }
    creation = calm[0] - calm[1] + 12
    closing = calm[2]
    try #require(creation > 20 && closing > 0, "\(calm)")
  }

  /// Operations of a calm run without snapshots and with one flush, the same each time, from a call of `H5Fclose` on.
  private static func count(
    closes: Int, _ library: String, _ folder: String, _ command: Command
  ) throws -> Int {
    let counter = "\(folder)/count"
    let job = try Job(
      command("b", ["--workers", "0", "--snapshot-every", "0", "--flush-every", "1000"]),
      variables: CrashPoint(closes: closes).variables(
        library, file: "\(folder)/b.h5", counter: counter))
    try #require(job.end() == 0, "\(job.errors)")
    defer {
      for path in ["\(folder)/b.h5", counter] { try? FileManager.default.removeItem(atPath: path) }
    }
    return CrashPoint.count(in: counter)
  }

  /// Half of them while the file is made or closed; of the others most while trials are trained, some from the start.
  func killing(_ round: Int, _ chance: inout SeededSource) -> Killing {
    let seconds = Double.random(in: 0...1, using: &chance)
    // Six trials of a quarter of a second, by so many workers.
    let moment =
      round % 10 == 0 ? Moment.start(seconds) : .file(1.6 * seconds / Double(max(1, workers)))
    switch round % 4 {
    case 0: return .everybody(moment)
    case 2: return workers == 0 ? .everybody(moment) : .coordinator(moment)
    case 1:
      return .writer(CrashPoint(operation: Int.random(in: 1...creation, using: &chance)))
    default:
      let operation = Int.random(in: 1...closing, using: &chance)
      return .writer(CrashPoint(operation: operation, closes: 2))
    }
  }

  /// Runs the sweep, kills it, and runs it again.
  func strike(_ killing: Killing, _ tally: inout KillTally) throws {
    try? FileManager.default.removeItem(atPath: log)
    let job = try start(killing)
    let begin = Date()
    switch killing {
    case .everybody(let moment):
      moment.await(job, file: file)
      job.killAll()
      note(&tally)
    case .coordinator(let moment):
      moment.await(job, file: file)
      let coordinator = job.rank(0)
      if let coordinator { kill(coordinator, SIGKILL) } else { job.killAll() }
      note(&tally)
      if coordinator != nil { expectEnd(of: job, since: Date(), &tally) }
    case .writer(let point):
      expectEnd(of: job, since: begin, &tally)
      tally.inCreation += point.closes == 0 ? 1 : 0
      tally.atClose += point.closes == 2 ? 1 : 0
    }
    tally.kills += 1
    try restore(&tally, "\(killing)")
  }

  /// How far the job had come, as what it acknowledged says.
  private func note(_ tally: inout KillTally) {
    let hasFile = FileManager.default.fileExists(atPath: file)
    let isOver = Acknowledged(log).complete.count == Sample.trials
    tally.beforeFile += hasFile ? 0 : 1
    tally.inTraining += hasFile && !isOver ? 1 : 0
    tally.afterwards += isOver ? 1 : 0
  }

  private func start(_ killing: Killing) throws -> Job {
    var variables = ["DYNSWEEP_ACKNOWLEDGED": log]
    if case .writer(let point) = killing {
      variables.merge(point.variables(library, file: file, counter: counter)) { $1 }
      try? FileManager.default.removeItem(atPath: counter)
    }
    return try Job(arguments, fault: "slow", variables: variables)
  }

  /// A job whose coordinator was killed ends, resumably.
  private func expectEnd(of job: Job, since begin: Date, _ tally: inout KillTally) {
    let status = job.end(within: 60)
    let seconds = Date().timeIntervalSince(begin)
    tally.unended += status == nil ? 1 : 0
    tally.late += status != nil && seconds > 30 ? 1 : 0
    tally.slowestEnd = max(tally.slowestEnd, seconds)
    let expected: [Int32] = workers == 0 ? [-SIGKILL, 0] : [75, 0]
    #expect(status.map { expected.contains($0) } ?? false, "\(job.errors)")
  }

  private func restore(_ tally: inout KillTally, _ comment: String) throws {
    let acknowledged = Acknowledged(log)
    let calm = try CalmRows("\(folder)/calm.h5")
    #expect(try acknowledged.missing(in: file, calm: calm) == [], "\(comment)")
    let before = try progress()
    tally.keptRows += acknowledged.rows.count
    let again = try Job(arguments)
    #expect(again.end() == 0, "\(comment): \(again.errors)")
    let after = try #require(try progress())
    for trial in 0..<Sample.trials where before?.statuses[trial] == .complete {
      tally.keptTrials += 1
      // Nothing complete is run again.
      #expect(before?.attempts[trial] == after.attempts[trial], "\(comment)")
    }
  }

  private func progress() throws -> (statuses: [TrialStatus], attempts: [Double])? {
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    let reader = try ResultsReader(file)
    return (try reader.statuses(), try reader.values(of: "attempts").values)
  }
}
