import Foundation
import Judging
import Schema

/// A net that recalls symbols after a delay, with or without attention to its past.
struct RecallNet {
  /// The kinds of nets that figures distinguish: by the cell where there is no attention, else by the memory.
  enum Kind: String, CaseIterable {
    case plain = "recurrent net"
    case gated = "LSTM"
    case full = "full memory"
    case screened = "screened memory"

    init?(_ trial: FindingTable.Trial) {
      switch (trial.text("model.attention.memory"), trial.text("model.cell")) {
      case ("none", "rnn"): self = .plain
      case ("none", "lstm"): self = .gated
      case ("full", "rnn"): self = .full
      case ("screened", "rnn"): self = .screened
      default: return nil
      }
    }
  }

  let delay: Double
  /// The accuracy on the recall's steps after training, for each delay that was tried.
  let accuracies: [(delay: Double, accuracy: Double)]

  init(_ trial: FindingTable.Trial) {
    let delay = trial.real("task.delay")
    self.delay = delay
    accuracies = zip(trial.changes, trial.last("changed_accuracy")).map { label, accuracy in
      (Self.delay(in: label) ?? delay, accuracy)
    }
  }

  /// The delay in a change's label: 40 in `scored=recall, delay=40`.
  private static func delay(in label: String) -> Double? {
    let digits = label.components(after: "delay=").prefix { $0.isNumber }
    return Double(String(digits))
  }

  /// The accuracy at `factor` times the delay of training; NaN where it was not tried.
  func accuracy(times factor: Double) -> Double {
    // A factor that is a quotient of delays is rounded.
    accuracies.first { abs($0.delay - factor * delay) < 1e-6 }?.accuracy ?? .nan
  }
}

extension String {
  /// The rest of the string after the first occurrence of `part`; empty where there is none.
  fileprivate func components(after part: String) -> Substring {
    range(of: part).map { self[$0.upperBound...] } ?? ""
  }
}
