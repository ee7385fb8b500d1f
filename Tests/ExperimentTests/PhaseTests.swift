import Experiment
import Layers
import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import SweepFiles
import Tasks
import Testing
import Training

/// Phases that come before the training proper.
@Suite struct PhaseTests {
  private static func text(_ training: String, model: String = "") -> String {
    """
    task: {name: delayed-copy, delay: 5, length: 20, batch: 8, validation_samples: 16}
    model: {width: 12, modules: 3, initial: {bias: {scheme: normal}}\(model)}
    training: {precision: float64, checkpoints: {count: 2}, \(training)}
    """
  }

  private static let two = """
    steps: 6, train: [readout], redraw: [readout.weight], weight_decay: 0.1,
    phases: [{steps: 4, module: 2, train: [recurrent, readout], task: {delay: 2, length: 9}},
    {steps: 3, learning_rate: 3e-2, train: [input, readout.bias], redraw: [input]}]
    """

  private static func trainer(_ text: String) throws -> Trainer<Double> {
    let trial = try trial(text)
    return Trainer(
      trial.network, task: trial.task, settings: trial.training, phaseTasks: trial.phaseTasks,
      seed: trial.seed)
  }

  /// The names of the parameters that `updates` updates change, one bit at least.
  private func moving(_ trainer: Trainer<Double>, _ updates: Int = 1) -> Set<String> {
    let before = trainer.parameters.elements
    for _ in 0..<updates {
      trainer.computeGradient()
      trainer.update()
    }
    let after = trainer.parameters.elements
    let moved = trainer.network.layout.trained.filter { before[$0.range] != after[$0.range] }
    return Set(moved.map(\.name))
  }

  @Test(arguments: [0, 0.5, 1])
  func `a phase moves what it trains and nothing else`(_ modularity: Double) throws {
    let trainer = try Self.trainer(Self.text(Self.two, model: ", modularity: \(modularity)"))
    func matrix() throws -> Matrix<Double> {
      try #require(trainer.network.recurrentMatrix(of: trainer.parameters.elements))
    }
    let start = try matrix()
    #expect(moving(trainer, 3) == ["weight_hh_l0", "readout.weight"])
    let moved = try matrix()
    for row in 0..<12 {
      for column in 0..<12 {
        let isInside = row / 4 == 1 && column / 4 == 1
        #expect((moved[row, column] != start[row, column]) == isInside, "\(row), \(column)")
      }
    }
    // The fourth update is the phase's last; the next phase then begins with other input weights.
    #expect(moving(trainer) == ["weight_hh_l0", "readout.weight", "weight_ih_l0"])
    #expect(moving(trainer, 2) == ["weight_ih_l0", "readout.bias"])
    #expect(moving(trainer) == ["weight_ih_l0", "readout.bias", "readout.weight"])
    #expect(moving(trainer, 6) == ["readout.weight"])
  }

  @Test func `a parameter that is drawn anew has other numbers of the same rule`() throws {
    let text = Self.text(
      "steps: 1, learning_rate: 0, redraw: [input], phases: [{steps: 1}, {steps: 1, redraw: [all]}]"
    )
    let (trainer, other) = (try Self.trainer(text), try Self.trainer(text))
    let start = trainer.parameters.elements
    #expect(moving(trainer).count == trainer.network.layout.trained.count)
    let second = trainer.parameters.elements
    #expect(moving(trainer) == ["weight_ih_l0"])
    #expect(Set(start).intersection(second).allSatisfy { $0 == 0 })
    #expect(moving(other) != [] && other.parameters.elements == second)
    // Bounds of Glorot's uniform rule: √(6/(1 + 12)).
    let input = try #require(trainer.network.layout["weight_ih_l0"]?.range)
    #expect(second[input].allSatisfy { abs($0) <= (6.0 / 13).squareRoot() })
  }

  @Test func `a phase like the training proper is part of it, batches too`() throws {
    // Without moments, an optimiser at rest is like any other.
    let one = try recorded(Self.text("optimizer: sgd, learning_rate: 0.1, steps: 10"))
    let parts = try recorded(
      Self.text("optimizer: sgd, learning_rate: 0.1, steps: 7, phases: [{steps: 3}]"))
    #expect(!one.isEmpty && one == parts)
  }

  @Test func `a phase without steps is none`() throws {
    let none = try trial(Self.text("steps: 5"))
    let empty = try trial(Self.text("steps: 5, redraw: [all], phases: [{steps: 0, train: []}]"))
    #expect(empty.checkpointSteps == none.checkpointSteps)
    #expect(try empty.records() == none.records())
  }

  @Test func `the last update of a phase and the beginning of the next are observed`() throws {
    #expect(try trial(Self.text(Self.two)).checkpointSteps == [0, 3, 4, 6, 7, 13])
  }

  @Test(arguments: 0...13)
  func `a trial that goes on in any phase is bitwise the same`(_ step: Int) throws {
    let trial = try trial(Self.text(Self.two))
    var saved: SavedTrial?
    var whole: [CheckpointRecord] = []
    _ = try trial.run(
      heartbeat: { if $0 == step && saved == nil { saved = $1() } }, report: { whole.append($0) })
    let state = try #require(saved)
    #expect(state.step == step && trial.accepts(state))
    var rest: [CheckpointRecord] = []
    _ = try trial.run(from: state) { rest.append($0) }
    #expect(!rest.isEmpty && rest == Array(whole.suffix(rest.count)))
  }

  @Test func `settings of phases may be axes`() throws {
    let text = Self.text("steps: 2, phases: [{steps: {grid: [0, 4]}, train: [input]}, {steps: 1}]")
    let plan = try SweepPlan(text: text, file: "test.yaml", schema: ExperimentSchema.section)
    #expect(plan.axes.map(\.path) == ["training.phases.1.steps"])
    let updates = try (0..<2).map { index in
      let configuration = plan.configuration(of: index)
      let trial = try NetworkTrial(configuration.settings, seed: configuration.seed)
      return trial.training.phases.map(\.steps)
    }
    #expect(updates == [[1], [4, 1]])
    #expect(
      plan.fullText().contains("phases: [{steps: {grid: [0, 4]}, train: [input]}, {steps: 1}]"))
  }

  @Test(
    arguments: [
      ("train: [inptu]", "training.train"), ("redraw: [readout.weights]", "training.redraw"),
      ("phases: [{steps: 1}, {train: [wheight]}]", "training.phases.2.train"),
      ("phases: [{module: 4}]", "training.phases.1.module"),
      ("phases: [{steps: 1}], flossing: {}", "training.phases"),
    ])
  func `what does not fit the net is refused at its setting`(
    _ training: String, _ path: String
  ) throws {
    #expect { try trial(Self.text(training)) } throws: { ($0 as? ExperimentError)?.path == path }
  }

  @Test func `a phase's task has the net's inputs and outputs`() throws {
    let text = """
      task: {name: copy, delay: 3, payload: 2, symbols: 4, batch: 4, validation_samples: 4}
      model: {width: 4}
      training: {steps: 1, phases: [{steps: 1, task: {symbols: 5}}]}
      """
    #expect { try trial(text) } throws: {
      ($0 as? ExperimentError)?.path == "training.phases.1.task"
    }
    let gated = text.replacing("{width: 4}", with: "{width: 4, cell: gru}")
      .replacing("task: {symbols: 5}", with: "module: 1")
    #expect { try trial(gated) } throws: {
      ($0 as? ExperimentError)?.path == "training.phases.1.module"
    }
  }

  @Test(arguments: [
    ("phases: 3", "expected a list of mappings"), ("phases: [3]", "training.phases.1"),
    ("phases: [{stepz: 3}]", "steps"), ("phases: [{task: {dealy: 3}}]", "delay"),
  ])
  func `mistakes in phases are answered where they stand`(
    _ training: String, _ hint: String
  ) throws {
    #expect {
      try SweepPlan(
        text: Self.text(training), file: "test.yaml", schema: ExperimentSchema.section)
    } throws: { "\($0)".contains(hint) && "\($0)".contains("3:") }
  }
}
