/// Values that their settings refuse.
let brokenSettings: [BrokenFile] = [
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
      2:16: model.width is "64"; expected a whole number from 1 to 65536: 64 without the quotation \
      marks
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
      2:16: model.width is a list of 2 values; expected a whole number from 1 to 65536; did you \
      mean "{grid: [3, 4]}"?
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
    task: cpoy
    """,
    says: """
      1:7: task.name is cpoy; expected fashion-rows or copy; did you mean "copy"?
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
    seed: -1
    """,
    says: """
      2:7: seed is -1; expected a whole number of at least 0
      """),
  BrokenFile(
    """
    task: copy
    seeds: [8, 9, 8]
    replicates: 2
    """,
    says: """
      2:15: seeds holds 8 twice; expected each seed once, since its trials are the same
      3:13: replicates is 2, and seeds holds 3; expected one of them, or the same number
      """),
  BrokenFile(
    """
    task: copy
    seeds: [8, -1]
    """,
    says: """
      2:12: seeds is -1; expected a whole number from 0 to 9007199254740991
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
