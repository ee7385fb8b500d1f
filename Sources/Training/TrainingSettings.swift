package import Layers
package import Records
package import Schema

/// How a net is trained: the settings under `training` in a sweep file.
package struct TrainingSettings: Sendable {
  /// The element type of parameters, gradients and states.
  package enum Precision: String, Hashable, Sendable {
    case float32, float64
  }

  /// The update rule, with its settings and the weight decay.
  package let optimizer: Optimizer
  /// The learning rate of every parameter group that has no rate in `groupRates`.
  package let schedule: LearningRateSchedule
  /// The learning rates of the parameter groups that do not follow `schedule`.
  package let groupRates: GroupRates
  /// The steps at which observables are taken, flossing's phases apart.
  package let checkpoints: CheckpointSchedule
  /// Where observables are taken besides; nil where nowhere.
  package let window: CheckpointWindow?
  /// The number of training updates; 0 leaves the net as it was initialised.
  package let steps: Int
  /// The largest gradient norm let through; nil where gradients are not clipped.
  package let clip: Double?
  /// Whether `clip` limits each parameter's gradient by itself, rather than all of them as one vector.
  package let clipsEachParameter: Bool
  /// The penalty of large outputs that is added to the loss.
  package let logitPenalty: LogitPenalty
  /// The penalties of weights and states that are added to the loss.
  package let regularization: Regularization
  /// What disturbs the net while it is trained.
  package let noise: TrainingNoise
  /// The running mean of the loss below which training ends; nil where it goes on to its last step.
  package let goal: Double?
  /// The element type that training computes with.
  package let precision: Precision
  /// The standard deviation of the noise on all parameters under which each gradient is taken; 0 for none.
  package let weightNoise: Double
  /// The settings of gradient flossing; nil where there is none.
  package let flossing: FlossingSettings?
  /// The phases that come before the training proper.
  package let phases: [TrainingPhase]
  /// The variance α below which a direction counts as unused by the tasks of earlier phases, where steps leave alone what
  /// those use; nil where they do not.
  package let orthogonal: Double?
  /// The parameters that move in the training proper.
  package let selection: ParameterSelection
  /// The parts of parameters that stay as they start.
  package let fixed: FixedParts
  /// The parameters that are drawn anew before the training proper, where phases come before.
  package let redrawn: ParameterSelection

  /// The settings under `training` in a sweep file, with their defaults.
  package static let section = Section([
    OptimizerCatalogue.entry,
    .real("learning_rate", 1e-3, in: .nonnegative, "the largest learning rate"),
    Entry(
      "learning_rates", .section(GroupRates.section),
      "of parameter groups that have one of their own"),
    Entry(
      "schedule", .variant(LearningRateSchedule.variants, default: "constant"),
      "how the learning rate falls after the warm-up"),
    .integer("warmup", 0, "steps in which the learning rate rises from 0, linearly"),
    .integer("steps", 500, in: 0...1_000_000_000, "updates in all"),
    Entry("checkpoints", .section(CheckpointSchedule.section), "when observables are taken"),
    Entry(
      "clip", .value(.word("none", or: .real(.positive)), default: .text("none")),
      "largest norm of the gradient let through"),
    Entry(
      "clip_by", .value(.word("global", "parameter"), default: .text("global")),
      "the gradient whose norm is limited: all as one vector, or each parameter's alone (Flux)"),
    .real(
      "weight_decay", 0, in: .nonnegative,
      "pull of parameters to zero; L2 in the gradient, decoupled in adamw"),
    .real(
      "weight_noise", 0, in: .nonnegative,
      "deviation of the parameters' noise, fresh each step, at which the gradient is taken"),
    Entry(
      "logit_penalty", .section(LogitPenalty.section), "penalty of large outputs"),
    Entry(
      "regularization", .section(Regularization.section), "penalties of weights and states"),
    Entry("noise", .section(TrainingNoise.section), "noise in the net while it is trained"),
    Entry(
      "stop_below", .value(.word("never", or: .real(.positive)), default: .text("never")),
      "running mean of the loss (97 parts to 3) below which the net is left as it is; steps go on"),
    Entry(
      "precision", .value(.word("float32", "float64"), default: .text("float32")),
      "numbers that training computes with"),
    Entry(
      "flossing", .optional(FlossingSettings.section),
      "pushing the first Lyapunov exponents to zero, before training and during it"),
    ParameterSelection.trained, ParameterSelection.redrawn, FixedParts.entry,
    Entry(
      "phases", .sections(TrainingPhase.section),
      "phases that come before this training, in their order; checkpoints count all steps"),
    Entry(
      "orthogonal", .value(.word("none", or: .real(.positive)), default: .text("none")),
      "α (say 1e-3): after the first phase, steps leave directions of more variance in earlier tasks alone"
    ),
  ])

  /// - Parameter settings: The decoded `training` section.
  package init(_ settings: Settings) {
    optimizer = OptimizerCatalogue.make(
      settings, weightDecay: settings.real("weight_decay"))
    schedule = LearningRateSchedule(settings)
    groupRates = GroupRates(settings.section("learning_rates"))
    checkpoints = CheckpointSchedule(settings.section("checkpoints"))
    window = settings.section("checkpoints").optionalSection("window").map(CheckpointWindow.init)
    steps = settings.integer("steps")
    clip = settings.realUnlessWord("clip")
    clipsEachParameter = settings.text("clip_by") == "parameter"
    weightNoise = settings.real("weight_noise")
    logitPenalty = LogitPenalty(settings.section("logit_penalty"))
    regularization = Regularization(settings.section("regularization"))
    noise = TrainingNoise(settings.section("noise"))
    goal = settings.realUnlessWord("stop_below")
    precision = settings.text("precision") == "float64" ? .float64 : .float32
    flossing = settings.optionalSection("flossing").flatMap {
      FlossingSettings($0, steps: settings.integer("steps"))
    }
    phases = settings.sections("phases").enumerated().compactMap {
      TrainingPhase($0.element, number: $0.offset + 1)
    }
    orthogonal = settings.realUnlessWord("orthogonal")
    selection = ParameterSelection(settings, "train")
    fixed = FixedParts(settings)
    redrawn = ParameterSelection(settings, "redraw")
  }

  /// Settings of training that no `training` section describes: in single precision, with checkpoints at both ends.
  init(
    optimizer: Optimizer, schedule: LearningRateSchedule, groupRates: GroupRates, steps: Int,
    clip: Double?
  ) {
    self.optimizer = optimizer
    self.schedule = schedule
    self.groupRates = groupRates
    self.steps = steps
    self.clip = clip
    clipsEachParameter = false
    checkpoints = CheckpointSchedule(count: 2, spacing: .linear)
    window = nil
    weightNoise = 0
    logitPenalty = .none
    (regularization, noise) = (.none, .none)
    goal = nil
    flossing = nil
    precision = .float32
    phases = []
    orthogonal = nil
    (selection, redrawn, fixed) = (.all, .none, .none)
  }

  /// The learning-rate schedule of a parameter group; nil for a frozen group.
  package func schedule(of group: ParameterGroup) -> LearningRateSchedule? {
    groupRates.schedule(of: group, others: schedule)
  }

  /// The learning-rate schedule of a parameter in the training proper, or in one of the phases; nil for a frozen one.
  func schedule(
    of parameter: ParameterLayout.Placed, in phase: TrainingPhase? = nil
  ) -> LearningRateSchedule? {
    guard (phase?.selection ?? selection).contains(parameter) else { return nil }
    guard let phase else { return schedule(of: parameter.group) }
    let own = LearningRateSchedule(
      peak: phase.learningRate ?? schedule.peak, decay: schedule.decay, warmup: schedule.warmup,
      steps: phase.steps)
    return groupRates.schedule(of: parameter.group, others: own)
  }
}
