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

  private static func inTurn(_ training: String) -> String {
    """
    task: {name: cognitive, of: [mem-anti], unit: 1, batch: 32, validation_samples: 64}
    model: {width: 60, initial: {recurrent: {scheme: gaussian, gain: 1.3}}}
    training:
      {precision: float64, checkpoints: {count: 2}, learning_rate: 1e-3, \(training)}
    observe: {under_change: {at: last, changes: [{of: [delay-pro]}, {of: [mem-anti]}]}}
    """
  }

  @Test func `orthogonal steps keep what was learnt before`() throws {
    let phases = "steps: 300, phases: [{steps: 300, task: {of: [delay-pro]}}]"
    let losses = try ["", ", orthogonal: 1.0e-5", ", orthogonal: 1.0e+12"].map {
      try #require(recorded(Self.inTurn(phases + $0))["changed_loss"])
    }
    let (plain, orthogonal, free) = (losses[0], losses[1], losses[2])
    #expect(orthogonal[0] < plain[0] / 4, "\(losses)")
    // Where every direction is free, to rounding and what Adam makes of it, steps are what they were.
    #expect(abs(free[0] / plain[0] - 1) < 1e-3 && abs(free[1] / plain[1] - 1) < 1e-3)
  }

  @Test(arguments: [0, 2, 3, 4, 6, 8, 9])
  func `orthogonal steps go on bitwise from any step`(_ step: Int) throws {
    let trial = try trial(
      Self.inTurn(
        "steps: 3, orthogonal: 1.0e-3, phases: [{steps: 3, task: {of: [delay-pro]}}, {steps: 3}]"))
    var saved: SavedTrial?
    var whole: [CheckpointRecord] = []
    _ = try trial.run(
      heartbeat: { if $0 == step && saved == nil { saved = $1() } }, report: { whole.append($0) })
    let state = try #require(saved)
    #expect(state.step == step && trial.accepts(state))
    var rest: [CheckpointRecord] = []
    _ = try trial.run(from: state) { rest.append($0) }
    let ends = (whole.suffix(rest.count), rest)
    #expect(!rest.isEmpty && zip(ends.0, ends.1).allSatisfy { bits($0) == bits($1) })
  }

  /// Numbers as bits, since those that are not taken are NaN.
  private func bits(_ record: CheckpointRecord) -> [UInt64] { record.values.map(\.bitPattern) }

  @Test(arguments: [
    "model: {width: 4, cell: gru}", "model: {width: 4, bias: false}",
    "model: {width: 4, layers: 2}",
    "model: {width: 4, modules: 2, modularity: 0.5}",
    "model: {width: 4, attention: {memory: full}}",
    "model: {width: 4, cell: rate}",
  ])
  func `steps are orthogonal in plain nets alone`(_ model: String) throws {
    func text(_ model: String, _ train: String = "[all]") -> String {
      """
      task: {name: cognitive, batch: 4, validation_samples: 4}
      \(model)
      training: {steps: 1, orthogonal: 1.0e-3, train: \(train), phases: [{steps: 1}]}
      """
    }
    for text in [text(model), text("model: {width: 4}", "[input]")] {
      #expect { try trial(text) } throws: {
        ($0 as? ExperimentError)?.path == "training.orthogonal"
      }
    }
    #expect(try trial(text("model: {width: 4}")).training.orthogonal != nil)
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
