import Plans
import Records
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

/// Where one parameter, 1 at first, is after a few updates along gradients of 1.
private func endpoint(_ optimizer: Optimizer) -> Double {
  let parameter = Storage([1.0])
  let update = ParameterUpdate(
    optimizer,
    ParameterUpdate.Place(
      0..<1, of: parameter, gradient: Storage([1.0]), state: Storage(count: optimizer.stateCount),
      at: 0))
  for number in 1...3 { update.apply(learningRate: 0.25, update: number) }
  return parameter[0]
}

@Test func `each optimiser is found by its name with its own settings`() {
  for name in ["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"] {
    #expect(training(["optimizer": .text(name)]).optimizer.name == name)
  }
  let momentum = training(["optimizer": .text("momentum"), "momentum": .real(0.5)])
  // Steps of 1, 1.5 and 1.75 times the rate, all of them exact in binary.
  #expect(endpoint(momentum.optimizer) == 1 - 0.25 * 4.25)
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

@Test func `clipping, precision and weight decay are decoded`() {
  let written = training([
    "clip": .real(1.5), "precision": .text("float64"), "weight_decay": .real(0.5),
    "optimizer": .text("sgd"),
  ])
  #expect(written.clip == 1.5)
  #expect(
    !written.clipsEachParameter && training(["clip_by": .text("parameter")]).clipsEachParameter)
  #expect(written.precision == .float64)
  // θ ← θ − ¼(1 + θ/2), thrice, exact in binary.
  #expect(endpoint(written.optimizer) == 0.009765625)
}

@Test func `no key of the section is there twice`() {
  for optimizer in OptimizerCatalogue.all.variants {
    for schedule in LearningRateSchedule.variants {
      let keys =
        TrainingSettings.section.entries.map(\.key) + optimizer.entries.map(\.key)
        + schedule.entries.map(\.key)
      #expect(Set(keys).count == keys.count)
    }
  }
}
