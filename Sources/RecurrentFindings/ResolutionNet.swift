import Foundation
import Judging
import Schema

/// A net that learns images pixel by pixel at one size and is tried at others, as it was at the checkpoint that was best
/// at the size of training.
struct ResolutionNet {
  /// The kinds of nets: the whole one, and what is left of it where parts are taken away.
  enum Kind: String, CaseIterable {
    case gated = "LSTM"
    case stacked = "stacked LSTM"
    case single = "one layer of modules"
    case upward = "modules, no top-down"
    case whole = "modules, top-down"

    init?(_ trial: FindingTable.Trial) {
      switch (trial.text("model.cell"), trial.numbers("model.modules").count) {
      case ("lstm", _): self = trial.real("model.layers") == 1 ? .gated : .stacked
      case ("modular", 1): self = .single
      case ("modular", 2...): self = trial.real("model.top_down") == 1 ? .whole : .upward
      default: return nil
      }
    }

    /// Whether the net is made of modules.
    var isModular: Bool { self != .gated && self != .stacked }
  }

  /// The images' side in training.
  let size: Double
  /// The accuracy for each side that was tried, that of training first.
  let accuracies: [(size: Double, accuracy: Double)]

  init(_ trial: FindingTable.Trial) {
    let size = trial.real("task.size")
    self.size = size
    let own = trial.course("validation_accuracy")
    let others = trial.values["changed_accuracy"] ?? []
    // A net whose course has a gap has no best checkpoint.
    let known = own.contains(where: \.isNaN) ? [] : own.indices.filter(others.indices.contains)
    let best = known.max { own[$0] < own[$1] }
    accuracies =
      [(size, best.map { own[$0] } ?? .nan)]
      + trial.changes.enumerated().compactMap { place, label in
        guard let side = Self.size(in: label) else { return nil }
        let found = best.map { others[$0] } ?? []
        return (side, place < found.count ? found[place] : .nan)
      }
  }

  /// The size in a change's label: 9 in `size=9`.
  private static func size(in label: String) -> Double? {
    guard let place = label.range(of: "size=") else { return nil }
    return Double(String(label[place.upperBound...].prefix { $0.isNumber }))
  }

  /// The accuracy on images of so many pixels a side; NaN where it was not tried.
  func accuracy(at side: Double) -> Double {
    accuracies.first { $0.size == side }?.accuracy ?? .nan
  }

  /// By how many the modules that act differ from those that should, in the mean over steps: the most at any checkpoint;
  /// NaN where it was not taken of every module.
  static func surplus(_ trial: FindingTable.Trial) -> Double {
    let modules = trial.numbers("model.modules").reduce(0, +)
    let active = trial.numbers("model.active").reduce(0, +)
    let differences = (trial.values["module_activity"] ?? []).map { row in
      let known = row.filter { !$0.isNaN }
      return Double(known.count) == modules ? abs(known.reduce(0, +) - active) : .nan
    }
    guard !differences.contains(where: \.isNaN) else { return .nan }
    return differences.max() ?? .nan
  }
}
