/// Why the observable with a given key cannot be observed of a net on a task.
package enum ObservableError: Error, Hashable, CustomStringConvertible {
  /// It needs a recurrent net.
  case needsRecurrence(key: String)
  /// It needs a recurrent net whose next states depend only on its states and inputs.
  case needsStatesAlone(key: String)
  /// It needs the cell `rnn` with the activation `gamma`.
  case needsGamma(key: String)
  /// It needs a feed-forward net of one output.
  case needsOneOutput(key: String)
  /// It needs a feed-forward net of two inputs and one output.
  case needsPlane(key: String)
  /// It needs a feed-forward net whose parameters are weights and biases alone.
  case needsWeightsAlone(key: String)
  /// It needs a task with targets, rather than one of a differential equation.
  case needsTargets(key: String, task: String)
  /// It needs a task that asks for one class a sequence.
  case needsClasses(key: String, task: String)
  /// It needs a task that belongs to a corpus of tasks.
  case needsCorpus(key: String, task: String)
  /// It needs more validation sequences than the task has.
  case needsValidation(key: String, found: Int, expected: Int)

  /// The observable's key under `observe`.
  package var key: String {
    switch self {
    case .needsRecurrence(let key), .needsStatesAlone(let key), .needsGamma(let key),
      .needsOneOutput(let key), .needsPlane(let key), .needsWeightsAlone(let key),
      .needsTargets(let key, _), .needsClasses(let key, _), .needsCorpus(let key, _),
      .needsValidation(let key, _, _):
      key
    }
  }

  package var description: String {
    switch self {
    case .needsRecurrence(let key):
      "observe.\(key) needs a recurrent net; leave it out or choose another model.cell"
    case .needsStatesAlone(let key):
      "observe.\(key) follows a net's states from step to step, which with attention its whole past belongs to; "
        + "leave it out or choose model.attention: none"
    case .needsGamma(let key):
      "observe.\(key) needs the cell rnn and the activation gamma"
    case .needsOneOutput(let key):
      "observe.\(key) needs a feed-forward net and a task of one output, such as two-moons"
    case .needsPlane(let key):
      "observe.\(key) needs a feed-forward net and a task of two inputs and one output, "
        + "such as two-moons"
    case .needsWeightsAlone(let key):
      "observe.\(key) needs a feed-forward net whose activation is not trained; leave it out or "
        + "choose model.cell: feed_forward"
    case .needsTargets(let key, let task):
      "observe.\(key) needs a task that compares outputs with targets, which \(task) does not; "
        + "leave it out or choose another task"
    case .needsClasses(let key, let task):
      "observe.\(key) needs a task that asks for one class a sequence, which \(task) does not; "
        + "leave it out or choose another task"
    case .needsCorpus(let key, let task):
      "observe.\(key) needs a task that belongs to a corpus, such as cognitive, which \(task) does not; "
        + "leave it out or choose another task"
    case .needsValidation(let key, let found, let expected):
      "observe.\(key) takes \(expected) validation sequences of \(found); "
        + "raise task.validation_samples"
    }
  }
}
