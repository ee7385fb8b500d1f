import Schema
import SweepFiles

/// A schema in the shape of the program's own, small enough to be seen whole.
let exampleSchema = Section([
  Entry("task", .section(Section([exampleTasks])), "What the net learns."),
  Entry("model", .section(exampleModel), "The net."),
  Entry("training", .section(exampleTraining), "How it is trained."),
  Entry("observe", .section(exampleObservables), "What is recorded."),
])

private let exampleTasks = Entry(
  "name",
  .variant(
    [
      Variant(
        "fashion-rows", "Images, row by row.",
        [
          .integer("batch", 64, in: 1...65_536, "Images a step."),
          Entry("path", .value(.text, default: .text("/usr/share/data")), "Folder of the images."),
        ]),
      Variant(
        "copy", "Repeat a sequence after a delay.",
        [
          .integer("batch", 32, in: 1...65_536, "Sequences a step."),
          .integer("delay", 10, in: 1...10_000, "Steps between sequence and echo."),
        ]),
    ], default: nil), "Which task.")

private let exampleModel = Section([
  Entry(
    "cell",
    .variant(
      [
        Variant(
          "rnn", "The vanilla recurrent cell.",
          [
            Entry(
              "activation", .section(Section([exampleActivations])), "What each unit applies.")
          ]),
        Variant(
          "lstm", "Long short-term memory.",
          [.real("forget_bias", 1, "Added to the forget gate.")]),
      ], default: "rnn"), "The recurrent cell."),
  .integer("width", 64, in: 1...65_536, "Hidden units."),
  .integer("modules", 1, in: 1...65_536, "Blocks of units."),
  .real("modularity", 0, in: .unit, "1 − the density between blocks."),
  Entry("layers", .list(.integer(1...4096), default: []), "Units of the layers after the cell."),
  .boolean("bias", true, "Whether units have a bias."),
])

private let exampleActivations = Entry(
  "family",
  .variant(
    [
      Variant(
        "gamma", "γ(x; n, s).",
        [
          .real("gain", 1, in: .positive, "n."),
          .real("saturation", 0, in: .unit, "s."),
        ]),
      Variant("tanh", "Hyperbolic tangent."),
      Variant("relu", "max(0, x)."),
      Variant("leaky_relu", "max(αx, x).", [.real("slope", 0.01, in: .unit, "α.")]),
    ], default: "tanh"), "Which function.")

private let exampleTraining = Section([
  Entry(
    "optimizer",
    .variant(
      [
        Variant("adam", "Adam.", [.real("beta1", 0.9, in: .unit, "Decay of the mean.")]),
        Variant("sgd", "Plain gradient descent.", [.real("momentum", 0, in: .unit, "Momentum.")]),
      ], default: "adam"), "What updates the weights."),
  .real("learning_rate", 1e-3, in: .positive, "Step size."),
  .integer("steps", 1000, in: 1...1_000_000_000, "Updates."),
  Entry(
    "clip", .value(.word("none", or: .real(.positive)), default: .text("none")),
    "Largest norm of a gradient."),
  Entry(
    "checkpoints",
    .section(
      Section([
        .integer("count", 20, in: 1...100_000, "How many."),
        Entry(
          "spacing", .value(.word("linear", "log"), default: .text("linear")),
          "How they are spread."),
      ])), "When observables are taken."),
])

private let exampleObservables = Section([
  Entry(
    "lyapunov",
    .optional(
      Section([
        Entry(
          "exponents", .value(.word("all", or: .integer(1...65_536)), default: .text("all")),
          "How many."),
        .integer("trajectories", 8, in: 1...4096, "Input sequences."),
        .integer("steps", 500, in: 1...1_000_000, "Steps averaged over."),
        .integer("warmup", 100, in: 0...1_000_000, "Steps before."),
      ])), "The Lyapunov spectrum."),
  Entry(
    "effective_rank", .optional(Section([.real("epsilon", 1e-6, in: .positive, "Threshold.")])),
    "Rank of the hidden states."),
])

/// The plan that `text` writes as `sweep.yaml`.
func plan(_ text: String) throws(SweepError) -> SweepPlan {
  try SweepPlan(text: text, file: "sweep.yaml", schema: exampleSchema)
}

/// The example of the documentation.
let exampleText = """
  name: fashion-rows-activation
  seed: 7
  task: {name: fashion-rows, batch: 64}
  model:
    cell: rnn
    width: {grid: [32, 64, 128]}
    modules: 4
    modularity: {grid: [0.0, 0.5, 0.9]}
    activation: {family: gamma, gain: {grid: [1, 5, 20]}, saturation: {linear: [0, 1, 3]}}
  training:
    optimizer: adam
    learning_rate: {log: [1e-4, 1e-2, 5]}
    steps: 500
    checkpoints: {count: 20, spacing: log}
  observe:
    lyapunov: {exponents: all, trajectories: 8, steps: 500, warmup: 100}
    effective_rank: {}
  replicates: 3
  """
