/// Designs that cannot be.
let brokenDesigns: [BrokenFile] = [
  BrokenFile(
    """
    task: copy
    design: sobol
    """,
    says: """
      2:9: design holds sobol; expected points and axes: {sobol: 256, over: [model.width, \
      training.learning_rate]}
      """),
  BrokenFile(
    """
    task: copy
    design: {sobl: 8, over: [width]}
    model: {width: {linear: [1, 8]}}
    """,
    says: """
      2:10: unknown key "sobl" in design; expected sobol, latin_hypercube, over or scramble; did \
      you mean "sobol"?
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, latin_hypercube: 8, over: [width]}
    model: {width: {linear: [1, 8]}}
    """,
    says: """
      2:9: design holds sobol and latin_hypercube; expected one of sobol or latin_hypercube, with \
      the number of points
      """),
  BrokenFile(
    """
    task: copy
    design: {over: [width]}
    model: {width: {linear: [1, 8]}}
    """,
    says: """
      2:9: design has no points; expected one of sobol or latin_hypercube, with the number of \
      points
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 0, over: [width]}
    model: {width: {linear: [1, 8]}}
    """,
    says: """
      2:17: the number of points of sobol is 0; expected a whole number from 1 to 1000000
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8}
    """,
    says: """
      2:9: design has no over; expected the paths of its axes: {sobol: n, over: [model.width]}
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, over: []}
    """,
    says: """
      2:26: over holds an empty list; expected a list of axes: [model.width, \
      training.learning_rate]
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, over: [learning_rat]}
    training: {learning_rate: {log: [1e-3, 1e-1]}}
    """,
    says: """
      2:27: "learning_rat" is not an axis of this sweep; expected training.learning_rate; did you \
      mean "learning_rate"?
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, over: [width, model.width]}
    model: {width: {linear: [1, 8]}}
    """,
    says: """
      2:34: model.width is in the design twice; expected each axis once
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, over: [width]}
    model: {width: {grid: [1, 2]}}
    """,
    says: """
      2:27: model.width has values of its own (grid in line 3); expected a range there: \
      {linear: [lo, hi]}, {log: [lo, hi]}, {integer: [lo, hi]} or {choice: […]}
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 8, over: [width]}
    model: {width: {linear: [8, 1]}}
    """,
    says: """
      3:26: model.width: linear goes from 8 to 1; expected the lower end first
      """),
  BrokenFile(
    """
    task: copy
    model: {width: {integer: [1, 5]}}
    """,
    says: """
      2:26: model.width: integer is a list of 2 values; expected {random: {integer: …}, samples: \
      n}, or model.width in the over of a design
      """),
  BrokenFile(
    """
    task: copy
    design: {sobol: 2, over: [width]}
    model: {width: {linear: [1, 8]}}
    training: {steps: {grid: [1, 2]}}
    zip: [[steps, width]]
    """,
    says: """
      5:15: model.width is an axis of the design; expected axes with values of their own
      """),
]
