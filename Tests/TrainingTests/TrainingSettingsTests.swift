import Schema
import TestSupport
import Testing
import Training

private func training(_ written: [String: SettingValue] = [:]) -> TrainingSettings {
  TrainingSettings(Settings(defaultsOf: TrainingSettings.section.entries, with: written))
}

@Test func `an empty section trains with the documented defaults`() {
  let defaults = training()
  #expect(defaults.optimizer.name == "adam")
  #expect(defaults.schedule == LearningRateSchedule(peak: 1e-3, steps: 500))
  #expect(defaults.checkpoints == CheckpointSchedule(count: 20, spacing: .log))
  #expect(defaults.steps == 500)
  #expect(defaults.clip == nil)
  #expect(defaults.precision == .float32)
}

@Test func `each optimiser is found by its name with its own settings`() throws {
  for name in ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] {
    #expect(training(["optimizer": .text(name)]).optimizer.name == name)
  }
  let momentum = training(["optimizer": .text("momentum"), "momentum": .real(0.5)])
  #expect(try #require(momentum.optimizer as? Momentum).momentum == 0.5)
}

@Test func `schedules are decoded with their settings`() {
  let exponential = training([
    "schedule": .text("exponential"), "decay_factor": .real(0.5), "decay_steps": .integer(10),
    "learning_rate": .real(0.2), "warmup": .integer(3),
  ])
  #expect(
    exponential.schedule
      == LearningRateSchedule(
        peak: 0.2, decay: .exponential(factor: 0.5, steps: 10), warmup: 3, steps: 500))
  let cosine = training(["schedule": .text("cosine"), "rate_floor": .real(0.1)])
  #expect(cosine.schedule.decay == .cosine(floor: 0.1))
}

@Test func `clipping, precision and weight decay are decoded`() throws {
  let written = training([
    "clip": .real(1.5), "precision": .text("float64"), "weight_decay": .real(0.01),
    "optimizer": .text("adamw"),
  ])
  #expect(written.clip == 1.5)
  #expect(written.precision == .float64)
  #expect(try #require(written.optimizer as? AdamW).weightDecay == 0.01)
}

@Test func `no key of the section is there twice`() {
  for optimizer in OptimizerCatalogue.variants {
    for schedule in LearningRateSchedule.variants {
      let keys =
        TrainingSettings.section.entries.map(\.key) + optimizer.entries.map(\.key)
        + schedule.entries.map(\.key)
      #expect(Set(keys).count == keys.count)
    }
  }
}
