/// Axes that cannot be.
let brokenAxes: [BrokenFile] = [
  BrokenFile(
    """
    task: copy
    model: {width: {gird: [3, 4]}}
    """,
    says: """
      2:16: model.width is a mapping ({gird: …}); expected a whole number from 1 to 65536, \
      or an axis ({grid: […]}, {linear: [lo, hi, n]}, {log: [lo, hi, n]}, {random: …}); did \
      you mean "grid"?
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: []}}
    """,
    says: """
      2:23: model.width: grid is an empty list; expected a list of at least one value
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: 5}}
    """,
    says: """
      2:23: model.width: grid is 5; expected a list of at least one value
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [32, 64, -1, x]}}
    """,
    says: """
      2:32: model.width is -1; expected a whole number from 1 to 65536
      2:36: model.width is x; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [32, 64, 32]}}
    """,
    says: """
      2:32: model.width: 32 is in the grid twice; expected each value once (replicates \
      repeat trials with other seeds)
      """),
  BrokenFile(
    """
    task: copy
    model: {modularity: {grid: [0, 0.5, 0.0]}}
    """,
    says: """
      2:37: model.modularity: 0.0 is in the grid twice; expected each value once (replicates \
      repeat trials with other seeds)
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 5]}}
    """,
    says: """
      2:25: model.width: linear is a list of 2 values; expected [lo, hi, n]: two ends and \
      the number of points, or model.width in the over of a design
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 5, 0]}}
    """,
    says: """
      2:32: model.width: the number of points of linear is 0; expected a whole number from 2 \
      to 1000000
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 5, 1]}}
    """,
    says: """
      2:32: model.width: the number of points of linear is 1; expected a whole number from 2 \
      to 1000000
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [5, 5, 3]}}
    """,
    says: """
      2:29: model.width: linear is twice the same end; expected two ends
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 3, 9]}}
    """,
    says: """
      2:16: model.width: two points of linear become 1; expected fewer points, or ends \
      further apart
      """),
  BrokenFile(
    """
    task: copy
    model: {modularity: {linear: [0, 2, 5]}}
    """,
    says: """
      2:21: model.modularity is 1.5; expected a number from 0 to 1
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {log: [0, 1, 5]}}
    """,
    says: """
      2:34: training.learning_rate: the first end of log is 0; expected a number above 0
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {log: [1e-3, -1, 5]}}
    """,
    says: """
      2:40: training.learning_rate: the other end of log is -1; expected a number above 0
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {log: [1e-3, 1e-1, 2.5]}}
    """,
    says: """
      2:46: training.learning_rate: the number of points of log is 2.5; expected a whole \
      number from 2 to 1000000
      """),
  BrokenFile(
    """
    task: copy
    training: {learning_rate: {log: [1e-3, 1e-1, 5], grid: [1]}}
    """,
    says: """
      2:27: training.learning_rate holds log and grid; expected one of grid, linear, log, random, \
      integer or choice
      """),
  BrokenFile(
    """
    task: copy
    model: {grid: [1, 2]}
    """,
    says: """
      2:16: model.cell is 1; expected rnn or lstm
      2:19: model.cell is 2; expected rnn or lstm
      """),
  BrokenFile(
    """
    task: copy
    seed: {grid: [1, 2]}
    """,
    says: """
      2:7: seed is an axis; expected one value (replicates: n repeats with other seeds, seeds: [8, 9] \
      with these)
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {linear: [1, 2, 3]}}
    """,
    says: """
      2:15: model.cell is 1; expected rnn or lstm
      """),
  BrokenFile(
    """
    task: copy
    model: {layers: [{grid: [1, 2]}]}
    """,
    says: """
      2:18: model.layers is an axis; expected a whole number from 1 to 4096
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [[1, 2], 3]}}
    """,
    says: """
      2:24: model.width is a list of 2 values; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 60000, 2000000]}}
    """,
    says: """
      2:36: model.width: the number of points of linear is 2000000; expected a whole number \
      from 2 to 1000000
      """),
  BrokenFile(
    """
    task: copy
    model: {activation: {family: {grid: [tanh, gamma]}, slope: 1}}
    """,
    says: """
      2:53: model.activation.slope has no meaning with model.activation.family: tanh and \
      gamma; expected model.activation.family to be leaky_relu
      """),
  BrokenFile(
    """
    task: copy
    training: {clip: {grid: [none, 0]}}
    """,
    says: """
      2:32: training.clip is 0; expected none or a number above 0
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {grid: [rnn, gru]}}
    """,
    says: """
      2:28: model.cell is gru; expected rnn or lstm
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, nan]}}
    """,
    says: """
      2:27: model.width is nan, which is not finite; expected a whole number from 1 to 65536
      """),
  BrokenFile(
    """
    task: copy
    width: &w {grid: [1, 2]}
    """,
    says: """
      2:1: unknown key "width"; expected task, model, training, observe, name, seed, \
      replicates, seeds, findings, about, design, zip, exclude, only or rule; did you mean "model.width"?
      """),
]
