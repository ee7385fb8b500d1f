package import Layers
import Schema

/// The learning rates of parameter groups that differ from the common one: `learning_rates` in a sweep file.
package struct GroupRates: Hashable, Sendable {
  private let rates: [ParameterGroup: Double]

  /// Rates of chosen groups; all other groups follow the common schedule.
  ///
  /// - Parameter rates: The largest learning rate of each group that differs; 0 freezes a group.
  package init(_ rates: [ParameterGroup: Double] = [:]) { self.rates = rates }

  /// Rates that freeze every group but `groups`.
  package init(movingOnly groups: [ParameterGroup]) {
    rates = Dictionary(
      uniqueKeysWithValues: Self.groups.filter { !groups.contains($0) }.map { ($0, 0) })
  }

  /// The groups that can be trained.
  package static let groups = ParameterGroup.allCases.filter { $0 != .mask }

  static let section = Section(
    groups.map { group in
      Entry(
        group.rawValue,
        .value(.word("same", or: .real(.nonnegative)), default: .text("same")),
        "largest learning rate of \(group.summary); same: learning_rate, 0: not trained")
    })

  /// - Parameter settings: Decoded by `section`.
  init(_ settings: Settings) {
    let written = Self.groups.compactMap { group in
      settings.realUnlessWord(group.rawValue).map { (group, $0) }
    }
    rates = Dictionary(uniqueKeysWithValues: written)
  }

  /// The schedule of `group`; nil for a frozen group.
  ///
  /// - Parameter others: The common schedule, whose decay and warm-up all groups share.
  func schedule(
    of group: ParameterGroup, others: LearningRateSchedule
  ) -> LearningRateSchedule? {
    guard let rate = rates[group] else { return others }
    guard rate > 0 else { return nil }
    return LearningRateSchedule(
      peak: rate, decay: others.decay, warmup: others.warmup, steps: others.steps)
  }
}

/// Parameters that lie side by side and follow one schedule; an optimiser moves them as one.
struct RateRange: Sendable {
  var range: Range<Int>
  let schedule: LearningRateSchedule

  /// The ranges of `layout`'s moving parameters, as few as their order allows; frozen parameters are left out.
  ///
  /// - Parameter phase: The phase of training; nil for the training proper.
  static func ranges(
    of layout: ParameterLayout, _ settings: TrainingSettings, in phase: TrainingPhase? = nil
  ) -> [RateRange] {
    var ranges: [RateRange] = []
    for placed in layout.trained {
      guard let schedule = settings.schedule(of: placed, in: phase) else { continue }
      if let last = ranges.last, last.range.upperBound == placed.offset,
        last.schedule == schedule
      {
        ranges[ranges.count - 1].range = last.range.lowerBound..<placed.range.upperBound
      } else {
        ranges.append(RateRange(range: placed.range, schedule: schedule))
      }
    }
    return ranges
  }
}

extension ParameterGroup {
  fileprivate var summary: String {
    switch self {
    case .input: "weights from the layer before"
    case .recurrent: "weights between a layer's own units"
    case .bias: "biases, of the read-out too"
    case .readout: "weights of the read-out"
    case .activation: "what shapes the nonlinearity"
    case .mask: "masks"
    }
  }
}
