import Layers
package import Schema

extension TrainingSettings {
  /// The settings of an adaptation, in which a trained net goes on to learn a changed task with some of its parameters.
  package static let adaptationSection = Section([
    Entry(
      "groups",
      .list(
        Domain(words: GroupRates.groups.map(\.rawValue)),
        default: [.text(ParameterGroup.activation.rawValue)]),
      "parameter groups that adapt; the others stay as they are"),
    .integer("steps", 100, in: 0...1_000_000_000, "updates"),
    OptimizerCatalogue.entry,
    .real("learning_rate", 1e-2, in: .nonnegative, "of every update"),
    Entry(
      "clip", .value(.word("none", or: .real(.positive)), default: .text("none")),
      "largest norm of the gradient let through"),
    .real("weight_decay", 0, in: .nonnegative, "pull of the adapting parameters to zero"),
  ])

  /// The training of an adaptation: constant learning rates, single precision and no flossing.
  ///
  /// - Parameter settings: Decoded by `adaptationSection`.
  package init(adapting settings: Settings) {
    let groups = settings.list("groups").compactMap { value -> ParameterGroup? in
      if case .text(let name) = value { ParameterGroup(rawValue: name) } else { nil }
    }
    let steps = settings.integer("steps")
    self.init(
      optimizer: OptimizerCatalogue.make(
        settings, weightDecay: settings.real("weight_decay")),
      schedule: LearningRateSchedule(peak: settings.real("learning_rate"), steps: steps),
      groupRates: GroupRates(movingOnly: groups), steps: steps,
      clip: settings.realUnlessWord("clip"))
  }
}
