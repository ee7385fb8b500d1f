/// Files as people write them who know what they mean: what is said shows them how to say it.
let brokenWriting: [BrokenFile] = [
  BrokenFile(
    "task: copy\nmodel:\n  cell: rnn\n  width:\u{00A0}16\n",
    says: "4:9: a no-break space stands here; expected a blank"),
  BrokenFile(
    "task: copy\ntraining:\n\u{00A0}\u{00A0}steps: 16\n",
    says: "3:1: a no-break space stands here; expected a blank"),
  BrokenFile(
    "task: copy\nmodel: {width:\u{00A0}16}\n",
    says: "2:15: a no-break space stands here; expected a blank"),
  BrokenFile(
    "task: copy\nmodel:\n  width: 1\u{200B}6  # zero\u{200B}width\n",
    says: "3:11: a zero width space stands here; expected nothing in its place"),
  BrokenFile(
    "task: copy\n\u{FEFF}model: {width: 16}\n",
    says: "2:1: a zero width no-break space stands here; expected nothing in its place"),
  BrokenFile(
    "task: copy # one\u{2028}model: {width: 16}\n",
    says: "1:17: a line separator stands here; expected a line break"),
  BrokenFile(
    "task: copy\nmodel:\n  cell: rnn\n  width\u{FF1A} 16\n",
    says: "4:8: a fullwidth colon stands here; expected :"),
  BrokenFile(
    "task: copy\nmodel: {width: {grid: [8\u{FF0C} 16]}}\n",
    says: "2:25: a fullwidth comma stands here; expected ,"),
  BrokenFile(
    "task: copy\nmodel\u{FF1A}\n  width: 16\n",
    says: "2:6: a fullwidth colon stands here; expected :"),
  BrokenFile(
    "task: \"co\u{200B}py\"\n",
    says:
      "1:7: task.name is \"co<U+200B>py\"; expected fashion-rows or copy; did you mean \"copy\"?"
  ),
  BrokenFile(
    """
    task: copy
    model: {width: [32, 64]}
    """,
    says: """
      2:16: model.width is a list of 2 values; expected a whole number from 1 to 65536; did you \
      mean "{grid: [32, 64]}"?
      """),
  BrokenFile(
    """
    task: [copy, fashion-rows]
    model: {activation: [tanh, relu], width: [3, x], modularity: []}
    """,
    says: """
      1:7: task is a list of 2 values; expected a mapping of name, batch, path or delay; did you \
      mean "{grid: [copy, fashion-rows]}"?
      2:21: model.activation is a list of 2 values; expected a mapping of family, gain, saturation \
      or slope; did you mean "{grid: [tanh, relu]}"?
      2:42: model.width is a list of 2 values; expected a whole number from 1 to 65536
      2:62: model.modularity is an empty list; expected a number from 0 to 1
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: "1e-3", steps: 'x'}
    """,
    says: """
      2:27: training.learning_rate is "1e-3"; expected a number above 0: 1e-3 without the quotation \
      marks
      2:42: training.steps is "x"; expected a whole number from 1 to 1000000000
      """),
  BrokenFile(
    """
    task: copy
    model: {bias: "true"}
    """,
    says: """
      2:15: model.bias is "true"; expected true or false: true without the quotation marks
      """),
  BrokenFile(
    """
    task: copy
    model.width: 16
    training.checkpoints.count: 3
    model.widht: 16
    """,
    says: """
      2:1: unknown key "model.width"; expected task, model, training, observe, name, seed, \
      replicates, seeds, findings, about, design, zip, exclude, only or rule; did you mean "model: {width: 16}"?
      3:1: unknown key "training.checkpoints.count"; expected task, model, training, observe, \
      name, seed, replicates, seeds, findings, about, design, zip, exclude, only or rule; did you mean "training: \
      {checkpoints: {count: 3}}"?
      4:1: unknown key "model.widht"; expected task, model, training, observe, name, seed, \
      replicates, seeds, findings, about, design, zip, exclude, only or rule
      """),
  BrokenFile(
    """
    task: copy
    model: {activation.family: {grid: [tanh, relu]}}
    """,
    says: """
      2:9: unknown key "activation.family" in model; expected cell, activation, width, modules, \
      modularity, layers or bias; did you mean "activation: {family: …}"?
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: 1e-400, clip: {grid: [0.1e-330, 0e-400]}}
    """,
    says: """
      2:27: training.learning_rate is 1e-400, which is too small for a number; expected a number \
      above 0
      2:49: training.clip is 0.1e-330, which is too small for a number; expected none or a number \
      above 0
      2:59: training.clip is 0e-400; expected none or a number above 0
      """),
]
