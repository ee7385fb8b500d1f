import Experiment
import Testing

@Suite struct GradientParticipationTrialTests {
  @Test(arguments: ["float32", "float64"])
  func `it is recorded by group, of a step's batch alone of rank one`(precision: String) throws {
    // One sequence of one step: derivatives by a weight are the product of a column and a row.
    let found = try recorded(
      """
      task: {name: noisy-linear-teacher, batch: 1, inputs: 4, outputs: 3, train_samples: 5, validation_samples: 5}
      model: {cell: feed_forward, widths: [6], activation: tanh}
      training: {steps: 1, precision: \(precision), learning_rates: {bias: 0}}
      observe: {gradient_participation: {}}
      """)
    let (elements, ranks) = (
      found["gradient_participation"] ?? [], found["gradient_rank"] ?? []
    )
    // Input, recurrent, bias, readout, activation.
    #expect(elements.map(\.isNaN) == [false, true, true, false, true])
    #expect(abs(ranks[0] - 1) < 1e-5 && abs(ranks[3] - 1) < 1e-5)
    #expect(elements[0] > 1 && elements[0] < 24 && elements[3] > 1 && elements[3] < 18)
  }
}
