import Layers
package import Networks
import Programs
package import Schema

/// A phase of training that comes before the training proper: it may have another task, other steps, another learning
/// rate, and fewer parameters that move.
///
/// Everything else is as in the training proper. Each phase begins with an optimiser at rest, and schedules count from
/// its first step; batches are numbered through all phases.
package struct TrainingPhase: Sendable {
  /// The number in the sweep file's list, from 1.
  package let number: Int
  /// The settings of the phase's task; nil for the trial's own task.
  package let task: Settings?
  /// The number of updates, at least 1.
  package let steps: Int
  /// The largest learning rate; nil for that of the training proper.
  package let learningRate: Double?
  /// The parameters that move.
  package let selection: ParameterSelection
  /// The parameters that are drawn anew when the phase begins, unless it is the first.
  package let redrawn: ParameterSelection

  /// The settings of a phase.
  static let section = Section([
    Entry("task", .change(of: "task"), "settings of the task that differ"),
    .integer("steps", 500, in: 0...1_000_000_000, "updates; 0 leaves the phase out"),
    Entry(
      "learning_rate", .value(.word("same", or: .real(.nonnegative)), default: .text("same")),
      "the largest learning rate"),
    ParameterSelection.trained,
    Entry(
      "module", .value(.word("all", or: .integer(1...65536)), default: .text("all")),
      "the one of model.modules whose block of the weights between units moves, if those do"),
    ParameterSelection.redrawn,
  ])

  /// - Returns: Nil where the settings ask for no steps.
  init?(_ settings: Settings, number: Int) {
    guard settings.integer("steps") > 0 else { return nil }
    self.number = number
    task = settings.change("task")?.settings
    steps = settings.integer("steps")
    learningRate = settings.realUnlessWord("learning_rate")
    selection = ParameterSelection(
      settings, "train", module: settings.integerUnlessWord("module"))
    redrawn = ParameterSelection(settings, "redraw")
  }
}

/// Why a net cannot be trained in these phases.
package enum PhaseError: Error, Hashable, CustomStringConvertible {
  /// A selection has a name that is no group's and no parameter's.
  case unknownParameter(path: String, name: String, known: [String])
  /// A part of the parameters is to stay as it starts, and the net has no such part.
  case unknownPart(String, known: [String])
  /// A phase trains a module that the net does not have.
  case noModule(path: String, found: Int, modules: Int)
  /// Steps cannot be orthogonal to earlier tasks in this net, or where not all parameters move.
  case notOrthogonal
  /// Flossing has phases of its own.
  case flossing
  /// States are to be disturbed, and the net is not recurrent or has no inputs.
  case noStates
  /// Weights between units are to be penalised, and the net has none that are trained.
  case noRecurrentWeights

  /// The setting at fault, as a path of the sweep file.
  package var path: String {
    switch self {
    case .unknownParameter(let path, _, _), .noModule(let path, _, _): path
    case .unknownPart: "training.fixed"
    case .notOrthogonal: "training.orthogonal"
    case .flossing: "training.phases"
    case .noStates: "training.noise"
    case .noRecurrentWeights: "training.regularization.recurrent_l1"
    }
  }

  package var description: String {
    switch self {
    case .unknownParameter(let path, let name, let known):
      "\(path): found \(name), expected \(oneOf(known))"
    case .unknownPart(let part, let known):
      "training.fixed: found \(part), expected a name, or rows and columns of it, such as weight_hh_l0[0:2, :]; "
        + "there are \(known.joined(separator: ", "))"
    case .noModule(let path, let found, let modules):
      modules > 1
        ? "\(path): found \(found), expected at most \(modules), the modules of the weights between units"
        : "\(path): the weights between units have no modules; choose the cell rnn or rate and model.modules"
    case .notOrthogonal:
      "training.orthogonal needs the cell rnn in one layer with biases, modularity 0, an activation that is not trained, "
        + "and phases in which all parameters move; leave it out or choose these"
    case .flossing:
      "training.phases does not go with training.flossing, whose phases count steps of their own; leave one out"
    case .noStates:
      "training.noise: states and dropout are of recurrent nets with inputs; choose such a net, or leave them at 0"
    case .noRecurrentWeights:
      "training.regularization.recurrent_l1: the net has no weights between units; choose a recurrent cell, or leave it out"
    }
  }
}

extension TrainingSettings {
  /// The updates of each phase, then those of the training proper.
  package var stretches: [Range<Int>] {
    var first = 0
    return (phases.map(\.steps) + [steps]).map { count in
      defer { first += count }
      return first..<first + count
    }
  }

  /// Checks that the phases and the training proper fit a net.
  package func checkPhases(_ network: any Network) throws(PhaseError) {
    guard phases.isEmpty || flossing == nil else { throw .flossing }
    let layout = network.layout
    guard regularization.recurrent == 0 || !layout.trained(in: .recurrent).isEmpty else {
      throw .noRecurrentWeights
    }
    let additions = noise.additions
    guard additions.isEmpty || network.inputSize > 0 && network.with(additions) != nil else {
      throw .noStates
    }
    let stages: [TrainingPhase?] = phases + [nil]
    guard
      orthogonal == nil || phases.isEmpty
        || PlainRecurrentPlaces(network) != nil
          && stages.allSatisfy({ phase in
            phase?.selection.module == nil
              && layout.trained.allSatisfy { schedule(of: $0, in: phase) != nil }
          })
    else { throw .notOrthogonal }
    try Self.check(selection, "training.train", layout)
    try Self.check(redrawn, "training.redraw", layout)
    if let part = fixed.unknownPart(in: layout) {
      throw .unknownPart(
        part,
        known: layout.trained.map {
          $0.shape.rows == 1 ? $0.name : "\($0.name) (\($0.shape.rows) × \($0.shape.columns))"
        })
    }
    for phase in phases {
      let path = "training.phases.\(phase.number)"
      try Self.check(phase.selection, path + ".train", layout)
      try Self.check(phase.redrawn, path + ".redraw", layout)
      guard let module = phase.selection.module else { continue }
      let modules = layout.trained(in: .recurrent).map(\.parameter.modules).min() ?? 1
      guard modules > 1, module <= modules else {
        throw .noModule(path: path + ".module", found: module, modules: modules)
      }
    }
  }

  private static func check(
    _ selection: ParameterSelection, _ path: String, _ layout: ParameterLayout
  ) throws(PhaseError) {
    guard let name = selection.unknownName(in: layout) else { return }
    throw .unknownParameter(
      path: path, name: name, known: ParameterSelection.knownNames(in: layout))
  }
}
