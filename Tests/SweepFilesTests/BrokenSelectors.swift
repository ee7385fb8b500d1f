/// Groups, filters and sizes that cannot be.
let brokenSelectors: [BrokenFile] = [
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [8, 16, 8]}}
    training: {steps: {grid: [1, 2, 1]}}
    zip: [[width, steps]]
    """,
    says: """
      2:31: zip gives model.width: 8 and training.steps: 1 twice; expected each combination once \
      (replicates repeat trials with other seeds)
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    training: {steps: {grid: [1, 2, 3]}}
    zip: [[width, steps]]
    """,
    says: """
      4:15: zipped axes differ in length: model.width has 2 values (line 2), training.steps \
      has 3 values (line 3); expected equal lengths
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    training: {steps: {grid: [1, 2]}}
    zip: [width, steps]
    """,
    says: """
      4:7: zip holds width; expected a list of groups of two axes or more: [[model.width, \
      training.steps]]
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    training: {steps: {grid: [1, 2]}}
    zip: [[width, learning_rate]]
    """,
    says: """
      4:15: "learning_rate" is not an axis of this sweep; expected model.width or \
      training.steps
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    training: {steps: {grid: [1, 2]}}
    zip: [[width, steps], [steps, width]]
    """,
    says: """
      4:24: training.steps is zipped twice; expected each axis in one group
      """),
  BrokenFile(
    """
    task: copy
    training: {steps: {grid: [1, 2]}}
    observe: {lyapunov: {steps: {grid: [1, 2]}}}
    zip: [[training.steps, steps]]
    """,
    says: """
      4:24: "steps" may be training.steps or observe.lyapunov.steps; expected the full path
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: [{width: 3}]
    """,
    says: """
      3:19: model.width is never 3; expected 1 or 2
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: [{widht: 1}]
    """,
    says: """
      3:12: "widht" is not an axis of this sweep; expected model.width; did you mean \
      "width"?
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: [{width: {over: 1}}]
    """,
    says: """
      3:20: unknown comparison "over" of model.width; expected above, below, at_least, \
      at_most, equals or not
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {grid: [rnn, lstm]}}
    only: [{cell: {above: 1}}]
    """,
    says: """
      3:16: model.cell has no numbers to be above anything; expected equals or not
      """),
  BrokenFile(
    """
    task: copy
    model: {cell: {grid: [rnn, lstm]}}
    only: [{cell: ltsm}]
    """,
    says: """
      3:15: model.cell is never ltsm; expected rnn or lstm; did you mean "lstm"?
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: [{width: [1, 2]}]
    """,
    says: """
      3:10: no trial is left; expected filters that leave at least one
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: []
    """,
    says: """
      3:10: exclude holds an empty list; expected a list of conditions: [{width: 128, gain: \
      {above: 5}}], or an expression: width * gain < 512
      """),
  BrokenFile(
    """
    task: copy
    exclude: [{width: 3}]
    """,
    says: """
      2:12: "width" is not an axis of this sweep; expected axes, of which there are none
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {linear: [1, 60000, 60000]}}
    training: {steps: {linear: [1, 60000, 60000]}}
    """,
    says: """
      1:1: the sweep has 60000 × 60000 trials; expected at most 100000000
      """),
  BrokenFile(
    """
    task: copy
    zip: width
    """,
    says: """
      2:6: zip holds width; expected a list of groups of two axes or more: [[model.width, \
      training.steps]]
      """),
  BrokenFile(
    """
    task: copy
    only: width
    """,
    says: """
      2:7: "width", character 1: unknown name "width"; expected names, of which there are none
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}, cell: {grid: [rnn, lstm]}}
    only: [cell == lstm and width * 2 > 3]
    """,
    says: """
      3:8: "cell == lstm and width * 2 > 3", character 9: unknown name "lstm"; expected cell, \
      model.cell, model.width or width, or a text in quotes
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    exclude: width * (2 > 3
    """,
    says: """
      3:10: "width * (2 > 3", character 15: the end stands here; expected ")"
      """),
  BrokenFile(
    """
    task: copy
    training: {steps: {grid: [1, 2]}}
    observe: {lyapunov: {steps: {grid: [1, 2]}}}
    only: steps > 1
    """,
    says: """
      4:7: "steps > 1", character 1: unknown name "steps"; expected lyapunov.steps, \
      observe.lyapunov.steps or training.steps, or a text in quotes; did you mean \
      "lyapunov.steps"?
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    only: 3 > 2
    """,
    says: """
      3:7: "3 > 2" names no axis; expected a condition on model.width
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    only: 3
    """,
    says: """
      3:7: "3", character 1: "3" is a number; expected a condition, which is true or false: \
      width <= 64
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    only: [{width: {}}]
    """,
    says: """
      3:16: model.width is never an empty mapping; expected 1 or 2
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {grid: [1, 2]}}
    only: [{width: {above: x}}]
    """,
    says: """
      3:24: model.width: above is x; expected a number
      """),
]
