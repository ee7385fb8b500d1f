/// Random axes that cannot be drawn.
let brokenRandomAxes: [BrokenFile] = [
  BrokenFile(
    """
    task: copy
    model: {width: {uniform: [3, 4], samples: 3}}
    """,
    says: """
      2:16: model.width is a mapping ({uniform: …}); expected a whole number from 1 to \
      65536, or an axis ({grid: […]}, {linear: [lo, hi, n]}, {log: [lo, hi, n]}, {random: \
      …}); did you mean "random"?
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {log: [1e-3, 1e-1, 5], samples: 5}}
    """,
    says: """
      2:50: unknown key "samples" in the axis training.learning_rate; expected log
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {uniform: [0.1, 0.2]}}}
    """,
    says: """
      2:27: training.learning_rate: random has no samples; expected the number of draws \
      beside it: {random: {…}, samples: n}
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {uniform: [0.2, 0.1]}, samples: 5}}
    """,
    says: """
      2:47: training.learning_rate: uniform goes from 0.2 to 0.1; expected the lower end \
      first
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {loguniform: [0.1, 0.2], x: 1}, samples: 5}}
    """,
    says: """
      2:36: training.learning_rate: random is a mapping ({loguniform: …}); expected one of \
      {uniform: [lo, hi]}, {log_uniform: [lo, hi]}, {integer: [lo, hi]} or {choice: […]}
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {log_unifrom: [0.1, 0.2]}, samples: 5}}
    """,
    says: """
      2:37: unknown key "log_unifrom" in the axis training.learning_rate; expected uniform, \
      log_uniform, integer or choice; did you mean "log_uniform"?
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {log_uniform: [0, 0.2]}, samples: 5}}
    """,
    says: """
      2:51: training.learning_rate: the lower end of log_uniform is 0; expected a number \
      above 0
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {uniform: [0.1, 0.2]}, samples: 0}}
    """,
    says: """
      2:68: training.learning_rate: samples is 0; expected a whole number from 1 to 1000000
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {random: {uniform: [0.1, 0.2]}, sample: 5}}
    """,
    says: """
      2:59: unknown key "sample" in the axis training.learning_rate; expected random or \
      samples; did you mean "samples"?
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {random: {integer: [5, 1]}, samples: 5}}
    """,
    says: """
      2:36: model.width: integer goes from 5 to 1; expected the lower end first
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {random: {choice: []}, samples: 5}}
    """,
    says: """
      2:33: model.cell: choice is an empty list; expected a list of at least one value
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2], samples: 2}}
    """,
    says: """
      2:31: unknown key "samples" in the axis model.width; expected grid
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {random: {integer: [1]}, samples: 2}}
    """,
    says: """
      2:35: model.width: integer is a list of 1 value; expected [lo, hi]
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {random: {uniform: [0, 1]}, samples: 3}}
    """,
    says: """
      2:15: model.cell is 0.09834480068955365; expected rnn or lstm
      """),
]
