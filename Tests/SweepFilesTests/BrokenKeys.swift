/// Keys that the schema does not have, or has elsewhere, and keys that are missing.
let brokenKeys: [BrokenFile] = [
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
      replicates, seeds, findings, about, design, zip, exclude, only or rule; did you mean "model"?
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
      replicates, seeds, findings, about, design, zip, exclude, only or rule
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
      replicates, seeds, findings, about, design, zip, exclude, only or rule; did you mean "training.learning_rate"?
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
]
