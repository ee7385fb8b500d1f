/// Keys and values that the schema does not have.
let brokenSettings: [BrokenFile] = [
  BrokenFile(
    """
    task: copy
    model: {widht: 3}
    """,
    says: """
      2:9: unknown key "widht" in model; expected cell, activation, width, modules, \
      modularity, layers or bias; did you mean "width"?
      """),
  BrokenFile(
    """
    task: copy
    modle: {width: 3}
    """,
    says: """
      2:1: unknown key "modle"; expected task, model, training, observe, name, seed, \
      replicates, zip, exclude or only; did you mean "model"?
      """),
  BrokenFile(
    """
    task: copy
    training: {learningRate: 0.1}
    """,
    says: """
      2:12: unknown key "learningRate" in training; expected optimizer, beta1, \
      learning_rate, steps, clip or checkpoints; did you mean "learning_rate"?
      """),
  BrokenFile(
    """
    task: copy
    training: {lr: 0.1}
    """,
    says: """
      2:12: unknown key "lr" in training; expected optimizer, beta1, learning_rate, steps, \
      clip or checkpoints
      """),
  BrokenFile(
    """
    task: copy
    frobnicate: 1
    """,
    says: """
      2:1: unknown key "frobnicate"; expected task, model, training, observe, name, seed, \
      replicates, zip, exclude or only
      """),
  BrokenFile(
    """
    task: copy
    model: {width: wide}
    """,
    says: """
      2:16: model.width is wide; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: -3}
    """,
    says: """
      2:16: model.width is -3; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 0}
    """,
    says: """
      2:16: model.width is 0; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 2.5}
    """,
    says: """
      2:16: model.width is 2.5; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: "64"}
    """,
    says: """
      2:16: model.width is "64"; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 010}
    """,
    says: """
      2:16: model.width is 010, which some read as octal (leave out the leading zero); \
      expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 0x10}
    """,
    says: """
      2:16: model.width is 0x10, which is not written in decimal; expected a whole number \
      from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 1_000}
    """,
    says: """
      2:16: model.width is 1_000, which some read as text (leave out the underscores); \
      expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 99999999999999999999}
    """,
    says: """
      2:16: model.width is 99999999999999999999; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: [3, 4]}
    """,
    says: """
      2:16: model.width is a list of 2 values; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: }
    """,
    says: """
      2:16: model.width has no value; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {bias: yes}
    """,
    says: """
      2:15: model.bias is yes; expected true or false; did you mean "true"?
      """),
  BrokenFile(
    """
    task: copy
    model: {bias: 1}
    """,
    says: """
      2:15: model.bias is 1; expected true or false
      """),
  BrokenFile(
    """
    task: copy
    model: {modularity: 1.5}
    """,
    says: """
      2:21: model.modularity is 1.5; expected a number from 0 to 1
      """),
  BrokenFile(
    """
    task: copy
    model: {modularity: .nan}
    """,
    says: """
      2:21: model.modularity is .nan, which is not finite; expected a number from 0 to 1
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: .inf}
    """,
    says: """
      2:27: training.learning_rate is .inf, which is not finite; expected a number above 0
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: 1e999}
    """,
    says: """
      2:27: training.learning_rate is 1e999, which is too large for a number; expected a \
      number above 0
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: 0}
    """,
    says: """
      2:27: training.learning_rate is 0; expected a number above 0
      """),
  BrokenFile(
    """
    task: copy
    model: {layers: 5}
    """,
    says: """
      2:17: model.layers is 5; expected a list of values, each a whole number from 1 to 4096
      """),
  BrokenFile(
    """
    task: copy
    model: {layers: [5, no]}
    """,
    says: """
      2:21: model.layers is no; expected a whole number from 1 to 4096
      """),
  BrokenFile(
    """
    task: copy
    model: 5
    """,
    says: """
      2:8: model.cell is 5; expected rnn or lstm
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: gru}
    """,
    says: """
      2:15: model.cell is gru; expected rnn or lstm
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: ltsm}
    """,
    says: """
      2:15: model.cell is ltsm; expected rnn or lstm; did you mean "lstm"?
      """),
  BrokenFile(
    """
    model: {cell: rnn}
    """,
    says: """
      1:1: task.name is missing; expected fashion-rows or copy
      """),
  BrokenFile(
    """
    task: cpoy
    """,
    says: """
      1:7: task.name is cpoy; expected fashion-rows or copy; did you mean "copy"?
      """),
  BrokenFile(
    """
    task: {batch: 3}
    """,
    says: """
      1:7: task.name is missing; expected fashion-rows or copy
      """),
  BrokenFile(
    """
    task: copy
    model: {activation: {family: tanh, gain: 5}}
    """,
    says: """
      2:36: model.activation.gain has no meaning with model.activation.family: tanh; \
      expected model.activation.family to be gamma
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: lstm, activation: relu}
    """,
    says: """
      2:21: model.activation has no meaning with model.cell: lstm; expected model.cell to be \
      rnn
      """),
  BrokenFile(
    """
    task: copy
    training: {checkpoints: {spacing: logarithmic}}
    """,
    says: """
      2:35: training.checkpoints.spacing is logarithmic; expected linear or log
      """),
  BrokenFile(
    """
    task: copy
    training: {clip: off}
    """,
    says: """
      2:18: training.clip is off; expected none or a number above 0
      """),
  BrokenFile(
    """
    task: copy
    observe: {lyapunov: true}
    """,
    says: """
      2:21: observe.lyapunov is true; expected a mapping of exponents, trajectories, steps \
      or warmup
      """),
  BrokenFile(
    """
    task: copy
    observe: [lyapunov]
    """,
    says: """
      2:10: observe is a list of 1 value; expected a mapping of lyapunov or effective_rank
      """),
  BrokenFile(
    """
    task: copy
    seed: -1
    """,
    says: """
      2:7: seed is -1; expected a whole number of at least 0
      """),
  BrokenFile(
    """
    task: copy
    replicates: 0
    """,
    says: """
      2:13: replicates is 0; expected a whole number from 1 to 1000000
      """),
  BrokenFile(
    """
    task: copy
    model: {widht: 3, cell: gru}
    training: {learning_rate: -1}
    """,
    says: """
      2:9: unknown key "widht" in model; expected cell, activation, forget_bias, width, \
      modules, modularity, layers or bias; did you mean "width"?
      2:25: model.cell is gru; expected rnn or lstm
      3:27: training.learning_rate is -1; expected a number above 0
      """),
  BrokenFile(
    """
    task: copy
    learning_rate: 0.1
    """,
    says: """
      2:1: unknown key "learning_rate"; expected task, model, training, observe, name, seed, \
      replicates, zip, exclude or only; did you mean "training.learning_rate"?
      """),
  BrokenFile(
    """
    task: copy
    model: {steps: 5}
    """,
    says: """
      2:9: unknown key "steps" in model; expected cell, activation, width, modules, \
      modularity, layers or bias; did you mean "training.steps"?
      """),
  BrokenFile(
    """
    task: copy
    name: [a, b]
    """,
    says: """
      2:7: name is a list of 2 values; expected text
      """),
  BrokenFile(
    """
    task: copy
    observe: {lyapunov: {exponents: al}}
    """,
    says: """
      2:33: observe.lyapunov.exponents is al; expected all or a whole number from 1 to \
      65536; did you mean "all"?
      """),
]
