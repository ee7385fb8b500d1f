import Foundation
import Platform

extension Launcher {
  /// How long a host may take to start an empty program, in seconds.
  static let answerSeconds = 20.0
  private static let mostQuestions = 32

  /// The request without the hosts that do not answer; unchanged where all answer, none answers, or it names none.
  func withoutSilentHosts(_ request: LaunchRequest) -> LaunchRequest {
    guard let list = HostList(options: request.options, kind: kind) else { return request }
    let answering = answeringHosts(of: list)
    let silent = list.hosts.filter { !answering.contains($0) }
    guard !silent.isEmpty, !answering.isEmpty else { return request }
    request.notice("\(silent.joined(separator: ", ")) does not answer; going on without")
    return request.limited(to: answering, of: list)
  }

  /// The hosts on which the MPI launcher can start a program.
  private func answeringHosts(of list: HostList) -> Set<String> {
    let outcomes = ask(list.hosts, for: ["true"]) { list.options(keeping: [$0]) }
    return Set(zip(list.hosts, outcomes).filter { $1 == "" }.map(\.0))
  }

  /// Starts a small program on each host, at most 32 at a time.
  ///
  /// - Parameter options: The launcher's options for one host only.
  /// - Returns: What went wrong on each host, in the launcher's words; empty where nothing did.
  func ask(
    _ hosts: [String], for command: [String], options: (String) -> [String]
  ) -> [String] {
    var outcomes: [String] = []
    while outcomes.count < hosts.count {
      let asked = hosts[outcomes.count...].prefix(Self.mostQuestions)
      let questions = asked.map { question(command, workers: 0, options: options($0)) }
      BriefProcess.wait(for: questions.compactMap(\.self), within: Self.answerSeconds)
      outcomes += questions.map { Self.outcome(of: $0) }
    }
    return outcomes
  }

  /// A small program under the launcher, which reports what it cannot start; nil where the launcher itself cannot
  /// start.
  func question(_ command: [String], workers: Int, options: [String]) -> BriefProcess? {
    BriefProcess(
      path,
      arguments(
        workers: workers, options: options, command: command, isRoot: getuid() == 0, mayLose: false),
      environment: environment(note: nil))
  }

  /// What went wrong with a program that was waited for; empty where nothing did. A program that still runs is ended.
  static func outcome(of question: BriefProcess?) -> String {
    guard let question else { return "it cannot be started" }
    guard let status = question.status else {
      question.end()
      return "no answer in \(Int(answerSeconds)) s"
    }
    guard status != 0 else { return "" }
    return question.complaint.isEmpty ? "it ends with status \(status)" : question.complaint
  }
}

extension BriefProcess {
  /// What the program reported as errors, on one line: without ruled lines, and each line once however many ranks wrote
  /// it.
  var complaint: String {
    var met: Set<Substring> = []
    let lines = errors.split(whereSeparator: \.isNewline).filter { line in
      line.contains { $0.isLetter } && !line.contains("PMIX ERROR") && met.insert(line).inserted
    }
    return String(lines.joined(separator: " ").prefix(600))
  }
}
