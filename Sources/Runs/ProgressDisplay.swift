import Foundation
import Orchestration
import Platform
import Schema
import Wording

/// Shows people how a sweep goes: a bar that is redrawn on a terminal, a line every ten seconds elsewhere.
final class ProgressDisplay {
  private static let barWidth = 24
  private static let secondsBetweenLines = 10.0

  private let name: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var lastLine = 0.0

  init(_ name: String) { self.name = name.printableLine }

  func show(_ progress: SweepProgress) {
    let isLast = progress.closed == progress.trials
    if isTerminal {
      write("\r\u{1B}[K" + bar(progress) + "  " + summary(progress) + (isLast ? "\n" : ""))
    } else if isLast || progress.secondsElapsed - lastLine >= Self.secondsBetweenLines {
      lastLine = progress.secondsElapsed
      write("\(name): " + summary(progress) + "\n")
    }
  }

  func note(_ notice: WorkerNotice) {
    switch notice {
    case .arrived: break
    case .lost(let worker, let reason): say("worker \(worker) is lost (\(reason)); going on")
    case .cameBack(let worker): say("worker \(worker) is back")
    }
  }

  func say(_ line: String) {
    write((isTerminal ? "\r\u{1B}[K" : "") + "\(name): \(line)\n")
  }

  private func summary(_ progress: SweepProgress) -> String {
    var parts = ["\(progress.closed)/\(progress.trials) trials"]
    if progress.diverged > 0 { parts.append("\(progress.diverged) diverged") }
    if progress.failed > 0 { parts.append("\(progress.failed) failed") }
    let isLast = progress.closed == progress.trials
    parts.append(isLast ? NumberFormat.duration(progress.secondsElapsed) : rate(progress))
    if !isLast, let left = progress.secondsLeft {
      parts.append("about \(NumberFormat.duration(left)) left")
    }
    return parts.joined(separator: ", ")
  }

  private func rate(_ progress: SweepProgress) -> String {
    progress.trialsPerSecond >= 1
      ? "\(Int(progress.trialsPerSecond.rounded()))/s"
      : "\(Int((60 * progress.trialsPerSecond).rounded()))/min"
  }

  private func bar(_ progress: SweepProgress) -> String {
    let share = progress.trials > 0 ? Double(progress.closed) / Double(progress.trials) : 1
    let filled = Int(share * Double(Self.barWidth))
    return String(repeating: "█", count: filled)
      + String(repeating: "░", count: Self.barWidth - filled)
  }

  private func write(_ text: String) { StandardStreams.say(text) }
}
