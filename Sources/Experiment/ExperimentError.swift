package import Training
package import Tasks
package import Layers
package import Observing
package import OutsidePrograms
package import Theories

/// Why a trial cannot be set up, in words for the author of the sweep file.
package enum ExperimentError: Error, CustomStringConvertible {
  /// The task cannot be made: its data is missing, or its settings do not go together.
  case task(TaskError)
  /// The net cannot be made, or not for this task.
  case network(NetworkError)
  /// An observable does not apply to this net on this task.
  case observable(ObservableError)
  /// The task cannot be made under the change `label`, or the net would not fit it.
  case change(label: String, reason: String)
  /// The phases of training do not fit the net or each other.
  case phase(PhaseError)
  /// The task of a phase cannot be made, or the net would not fit it.
  case phaseTask(number: Int, reason: String)
  /// The theory's settings do not go together.
  case theory(TheoryError)
  /// The program cannot be started here, or its settings do not go together.
  case program(ProgramError)
  /// The sweep file has neither a task nor a theory nor a program.
  case nothingToLearn
  /// Beside a theory or a program, the sweep file has a section that it does not use.
  case useless(section: String, beside: String)
  /// The sweep file has parameters of a program, but no program.
  case parametersWithoutProgram
  /// How many numbers a program trains is asked for, which nobody knows before it has run.
  case uncounted
  /// Gradient flossing does not apply to this net, or its settings do not fit it.
  case flossing(FlossingError)
  /// One pass or one observation needs more floating-point operations than any machine completes.
  case tooLarge(String, operations: Double, path: String)
  /// The trial needs more bytes of memory than any machine has.
  case tooBig(bytes: Double)

  package var description: String {
    switch self {
    case .task(let error): "\(error)"
    case .network(let error): "\(error)"
    case .observable(let error): "\(error)"
    case .change(let label, let reason): "the task under the change \(label): \(reason)"
    case .phase(let error): "\(error)"
    case .phaseTask(let number, let reason): "the task of phase \(number): \(reason)"
    case .theory(let error): "\(error)"
    case .program(let error): "\(error)"
    case .nothingToLearn:
      "neither task nor theory nor program; expected task: {name: …} for nets in training, theory: {name: …}, or "
        + "program: {command: …}"
    case .useless(let section, let other):
      "\(section) has no meaning beside \(other); leave it out, or put a task in the place of \(other)"
    case .parametersWithoutProgram:
      "parameters are for a program, and there is none; expected program: {command: …} beside them"
    case .uncounted: "how many numbers a program trains is not known"
    case .flossing(let error): "\(error)"
    case .tooLarge(let what, let operations, _):
      "\(what) would take \(operations) operations; expected a smaller one, which ends"
    case .tooBig(let bytes):
      "a trial would take \(bytes) bytes of memory; expected fewer units, or shorter or fewer sequences to train on or "
        + "to observe"
    }
  }

  /// The setting at fault, as a path of the sweep file.
  package var path: String {
    switch self {
    case .task(.data): "task.path"
    case .task(.unsuitable(let setting, _, _)): "task.\(setting)"
    case .network(.indivisibleWidth): "model.width"
    case .network(.activeModules): "model.active"
    case .network(.moduleLists): "model.modules"
    case .network(.noHiddenLayers): "model.widths"
    case .network(.noBiases): "model.initial.first"
    case .network(.differentiatedByInputs): "model.attention"
    case .flossing(let error): error.path
    case .tooLarge(_, _, let path): path
    case .tooBig: "model"
    case .observable(let error): "observe.\(error.key)"
    case .change: "observe.under_change.changes"
    case .phase(let error): error.path
    case .phaseTask(let number, _): "training.phases.\(number).task"
    case .theory(.unsuitable(let setting, _, _)): "theory.\(setting)"
    case .program(let error): "program.\(error.path)"
    case .nothingToLearn: "task"
    case .useless(let section, _): section
    case .parametersWithoutProgram: "parameters"
    case .uncounted: "program"
    }
  }
}
