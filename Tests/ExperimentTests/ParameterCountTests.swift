import Experiment
import Schema
import SweepFiles
import Testing

@Suite struct ParameterCountTests {
  private func plan(_ text: String) throws -> SweepPlan {
    try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
  }

  private let sweep = """
    task: {name: lag-echo, lag: {grid: [2, 3]}}
    model: {cell: {grid: [rnn, gru]}, width: {grid: [4, 8, 16]}}
    training: {learning_rate: {grid: [0.1, 0.2]}}

    """

  @Test(arguments: ["parameter_count <= 300", "200 < parameter_count and lag == 2"])
  func `filters count a trial's parameters as its net does`(condition: String) throws {
    let whole = try plan(sweep)
    let counts = try (0..<whole.trialCount).map { index in
      let configuration = whole.configuration(of: index)
      return try NetworkTrial(configuration.settings, seed: configuration.seed).parameterCount
    }
    let isUpper = condition.hasPrefix("200")
    let wanted = (0..<whole.trialCount).filter { trial in
      isUpper
        ? counts[trial] > 200 && whole.axisValue(0, trial: trial) == .integer(2)
        : counts[trial] <= 300
    }
    #expect(!wanted.isEmpty && wanted.count < whole.trialCount)
    let left = try plan(sweep + "only: \(condition)")
    #expect(
      (0..<left.trialCount).map { left.configuration(of: $0).settings }
        == wanted.map { whole.configuration(of: $0).settings })
  }

  /// The weights of the larger net would take 17 GB.
  @Test func `nets are counted without their weights being made`() throws {
    let left = try plan(
      """
      task: copy
      model: {width: {grid: [8, 65536]}}
      only: parameter_count < 1e6
      """)
    #expect(left.trialCount == 1)
  }

  @Test func `what a program trains is not counted`() throws {
    let text = """
      program: {command: ["true"], checkpoints: 1, quantities: {loss: {}}}
      parameters: {width: {grid: [1, 2]}}
      only: parameter_count < 10
      """
    let error = #expect(throws: SweepError.self) { try plan(text) }
    #expect(
      error?.description.contains(
        "parameter_count cannot be told: how many numbers a program trains is not known") == true,
      "\(String(describing: error))")
  }
}
