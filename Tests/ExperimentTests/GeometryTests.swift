import Experiment
import Records
import Scheduling
import Schema
import SweepFiles
import Testing

@Suite struct GeometryTests {
  private func trial(_ blanks: Int, steps: Int, reference: Int = 600) throws -> NetworkTrial {
    let text = """
      task: {name: stimulus-blanks, blanks: \(blanks), validation_samples: 896}
      model:
        width: 48
        initial:
          recurrent: {scheme: gaussian, gain: 1}
          input: {scheme: normal, deviation: 0.3}
      training:
        learning_rate: 3e-3
        clip: 1
        steps: \(steps)
        checkpoints: {count: 2, spacing: linear}
        precision: float64
      observe: {geometry: {reference: \(reference), probe: \(896 - reference)}}
      """
    let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
    return try NetworkTrial(plan.configuration(of: 0).settings, seed: 5)
  }

  @Test func `a trained net knows the class before its read-out does`() throws {
    let found = try #require(try trial(8, steps: 250).records().last)
    let readout = try #require(found["readout_accuracy"])
    let neighbors = try #require(found["neighbour_accuracy"])
    #expect(readout.count == 18 && neighbors.count == 18)
    // At the end of the stimulus, t = 9; chance is 0.1.
    #expect(neighbors[9] > 0.7 && readout[9] < 0.5 && readout[17] > 0.6)
    #expect(found["frozen_accuracy"] == [readout[9]])
    let gap = try #require(found["accessibility_gap"])
    let linear = try #require(found["linear_accuracy"])
    #expect(gap[9] == max(neighbors[9], linear[9]) - readout[9])
    let rewired = try #require(found["rewired_accuracy"]?.first)
    #expect(rewired < 0.5)
    #expect(try #require(found["quiet_max_lyapunov"]?.first).isFinite)
    #expect(try #require(found["readout_alignment"]).allSatisfy { 0 <= $0 && $0 <= 1 })
  }

  @Test func `the read-out's accuracy at the end is that of the validation set`() throws {
    // All validation sequences but two are classified: they cannot move the accuracy by more.
    let found = try #require(try trial(4, steps: 60, reference: 2).records().last)
    let whole = try #require(found["validation_accuracy"]?.first)
    let most = try #require(found["readout_accuracy"]?.last)
    #expect(abs(whole - most) <= 2.0 / 894 + 2.0 / 896)
  }

  @Test func `without blanks there is no quiet phase`() throws {
    let found = try #require(try trial(0, steps: 1).records().last)
    #expect(found["readout_accuracy"]?.count == 10)
    #expect(try #require(found["frozen_accuracy"]?.first).isNaN)
    #expect(try #require(found["quiet_max_lyapunov"]?.first).isNaN)
  }

  @Test(arguments: [
    (
      "task: {name: lag-echo}",
      "observe.geometry needs a task that asks for one class a sequence, which lag-echo does not; "
        + "leave it out or choose another task"
    ),
    (
      "task: {name: stimulus-blanks}",
      "observe.geometry takes 2100 validation sequences of 1024; raise task.validation_samples"
    ),
  ])
  func `what cannot be observed is refused`(_ task: String, _ message: String) throws {
    let text = task + "\nobserve: {geometry: {}}"
    let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
    let error = #expect(throws: ExperimentError.self) {
      try NetworkTrial(plan.configuration(of: 0).settings, seed: 1)
    }
    #expect(error?.description == message)
    #expect(error?.path == "observe.geometry")
  }
}
