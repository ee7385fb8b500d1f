/// Files that are no YAML, or not one mapping.
let brokenYAML: [BrokenFile] = [
  BrokenFile(
    """

    """,
    says: """
      1:1: the file is empty; expected a mapping such as "task: copy"
      """),
  BrokenFile(
    """
    # only a comment
    """,
    says: """
      1:1: the file is empty; expected a mapping such as "task: copy"
      """),
  BrokenFile(
    """
    ---
    """,
    says: """
      1:1: the file is empty; expected a mapping such as "task: copy"
      """),
  BrokenFile(
    """
    [1, 2]
    """,
    says: """
      1:1: the file holds a list of 2 values; expected a mapping such as "task: copy"
      """),
  BrokenFile(
    """
    just words
    """,
    says: """
      1:1: the file holds just words; expected a mapping such as "task: copy"
      """),
  BrokenFile(
    """
    task: copy
    ---
    task: copy
    """,
    says: """
      3:1: a second YAML document begins here; expected one sweep a file
      """),
  BrokenFile(
    """
    task: copy
    model:
    \twidth: 3
    """,
    says: """
      3:1: a tab stands here; expected spaces for indentation
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 3
    training: {steps: 5}
    """,
    says: """
      3:9: not YAML: did not find expected ',' or '}' (while parsing a flow mapping of line \
      2); expected valid YAML
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 3]
    """,
    says: """
      2:17: not YAML: did not find expected ',' or '}' (while parsing a flow mapping of line \
      2); expected valid YAML
      """),
  BrokenFile(
    """
    task: "copy
    """,
    says: """
      1:12: not YAML: found unexpected end of stream (while scanning a quoted scalar of line \
      1); expected valid YAML
      """),
  BrokenFile(
    """
    task: copy
    model:
      width: 3
     cell: rnn
    """,
    says: """
      4:2: not YAML: did not find expected key (while parsing a block mapping of line 1); \
      expected valid YAML
      """),
  BrokenFile(
    """
    task: copy
    model: {width: 3, width: 4}
    """,
    says: """
      2:9: "width" is given twice in one mapping, first here; expected each key once
      """),
  BrokenFile(
    """
    task: copy
    seed: 1
    seed: 2
    """,
    says: """
      2:1: "seed" is given twice in one mapping, first here; expected each key once
      """),
  BrokenFile(
    """
    task: copy
    model: &m {width: *m}
    """,
    says: """
      2:19: the alias *m stands inside the value that &m names (a cycle); expected an alias \
      of something complete
      """),
  BrokenFile(
    """
    task: copy
    model: {width: *nowhere}
    """,
    says: """
      2:16: the alias *nowhere has no anchor &nowhere before it; expected an anchor that the \
      file defines
      """),
  BrokenFile(
    """
    task: copy
    model: &m
      activation: {family: tanh, <<: *m}
    """,
    says: """
      3:34: the alias *m stands inside the value that &m names (a cycle); expected an alias \
      of something complete
      """),
  BrokenFile(
    """
    task: copy
    model: {<<: 3}
    """,
    says: """
      2:13: "<<" merges 3; expected an alias of a mapping, or a list of them
      """),
  BrokenFile(
    """
    task: copy
    model: {[a, b]: 3}
    """,
    says: """
      2:9: a key is a list or a mapping; expected a setting's name
      """),
  BrokenFile(
    """
    task: copy
    model: {width: !!int 3}
    """,
    says: """
      2:16: "3" has the tag tag:yaml.org,2002:int; expected a value without a tag
      """),
  BrokenFile(
    """
    task: copy
    model:
      a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
      b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
      c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
      d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
      e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]
      f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]
      g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]
    """,
    says: """
      3:31: the file has more than 1000000 values; expected fewer, or aliases that repeat \
      less
      """),
  BrokenFile(
    """
    @task: copy
    """,
    says: """
      1:1: not YAML: found character that cannot start any token (while scanning for the \
      next token of line 1); expected valid YAML
      """),
  BrokenFile(
    """
    task: %copy
    """,
    says: """
      1:7: not YAML: found character that cannot start any token (while scanning for the \
      next token of line 1); expected valid YAML
      """),
  BrokenFile(
    """
    task: copy: delay
    """,
    says: """
      1:11: not YAML: mapping values are not allowed in this context; expected valid YAML
      """),
  BrokenFile(
    """
    task: copy
    model: {? [a] : 3}
    """,
    says: """
      2:11: a key is a list or a mapping; expected a setting's name
      """),
  BrokenFile(
    """
    task: copy
    model: *base
    """,
    says: """
      2:8: the alias *base has no anchor &base before it; expected an anchor that the file \
      defines
      """),
  BrokenFile(
    """
    task: !task copy
    """,
    says: """
      1:7: "copy" has the tag !task; expected a value without a tag
      """),
]
