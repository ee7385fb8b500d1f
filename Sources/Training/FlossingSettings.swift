import LinearAlgebra
package import Networks
import Records
import Schema
package import Tasks

/// Gradient flossing (Engelken 2023, arXiv:2312.17306): before training, and again at moments of it, a net's weights are
/// moved so that its first Lyapunov exponents become zero, and gradients reach far back.
///
/// Each such phase is a number of updates of its own. A trial counts all its updates, those of training and those of
/// flossing, in one row.
package struct FlossingSettings: Hashable, Sendable {
  /// How many exponents, k.
  package let exponents: Int
  /// Steps that each update looks at.
  package let window: Int
  /// The first of these, in which state and frame settle uncounted.
  package let discarded: Int
  /// Updates of a phase.
  package let updates: Int
  /// After how many updates of training each phase comes, ascending.
  package let phaseStarts: [Int]
  package let learningRate: Double
  /// Input sequences that each update looks at.
  package let sequences: Int

  static let section = Section([
    .integer("exponents", 8, "exponents moved to zero, the first ones; 0: no flossing"),
    .integer("window", 55, in: 1...1_000_000, "time steps that each update looks at"),
    .integer("discarded", 16, "the first of these, in which state and tangents settle uncounted"),
    .integer("updates", 200, in: 1...1_000_000_000, "updates of a phase of flossing"),
    Entry(
      "at", .list(.integer(), default: [.integer(0)]),
      "updates of training made before each phase; 0 is before training"),
    .real("learning_rate", 1e-3, in: .nonnegative, "of flossing's own Adam"),
    .integer("sequences", 1, in: 1...1_000_000, "input sequences that each update looks at"),
  ])

  /// - Parameters:
  ///   - settings: The decoded section.
  ///   - steps: Updates of training; phases that would come later are left out.
  /// - Returns: Nil where no exponents are asked for.
  init?(_ settings: Settings, steps: Int) {
    exponents = settings.integer("exponents")
    guard exponents > 0 else { return nil }
    window = settings.integer("window")
    discarded = settings.integer("discarded")
    updates = settings.integer("updates")
    let phaseStarts = settings.list("at").compactMap { value in
      if case .integer(let moment) = value { moment } else { nil }
    }
    self.phaseStarts = Set(phaseStarts.filter { $0 <= steps }).sorted()
    learningRate = settings.real("learning_rate")
    sequences = settings.integer("sequences")
  }

  /// The updates of the trial that phase `number` makes.
  func phase(_ number: Int) -> Range<Int> {
    let start = phaseStarts[number] + number * updates
    return start..<start + updates
  }

  /// The phase that makes update `update` of the trial; nil where that is one of training.
  func phase(making update: Int) -> Int? {
    phaseStarts.indices.first { phase($0).contains(update) }
  }

  /// How many of the trial's first `update` updates are flossing.
  func count(before update: Int) -> Int {
    phaseStarts.indices.reduce(0) { count, number in
      count + phase(number).clamped(to: 0..<max(update, 0)).count
    }
  }

  /// - Throws: `FlossingError` where net or task do not allow it.
  package func check(_ network: any Network, _ task: any LearningTask) throws(FlossingError) {
    guard let cell = network.cell else { throw .needsRecurrence }
    guard !cell.looksBack else { throw .needsStatesAlone }
    let units = cell.stateSizes.reduce(0, +)
    func check(
      _ setting: String, _ found: Int, _ limit: Int, _ what: String
    ) throws(FlossingError) {
      guard found <= limit else {
        throw .unsuitable(setting: setting, found: found, expected: "at most \(limit), \(what)")
      }
    }
    try check("exponents", exponents, units, "one for each of the net's states")
    try check("window", window, task.length, "the steps of the task's sequences")
    try check("discarded", discarded, window - 1, "so that a step of the window is left")
    try check("sequences", sequences, task.batchSize, "the task's batch")
  }
}

/// Why a net cannot be flossed.
package enum FlossingError: Error, Hashable, CustomStringConvertible {
  case needsRecurrence
  /// A recurrent net whose states alone tell the next ones.
  case needsStatesAlone
  case unsuitable(setting: String, found: Int, expected: String)

  /// The setting to look at.
  package var path: String {
    switch self {
    case .needsRecurrence, .needsStatesAlone: "training.flossing"
    case .unsuitable(let setting, _, _): "training.flossing.\(setting)"
    }
  }

  package var description: String {
    switch self {
    case .needsRecurrence:
      "training.flossing needs a recurrent net; leave it out or choose another model.cell"
    case .needsStatesAlone:
      "training.flossing follows a net's states from step to step, which with attention its whole past belongs to; "
        + "leave it out or choose model.attention: none"
    case .unsuitable(_, let found, let expected):
      "\(path): found \(found), expected \(expected)"
    }
  }
}

extension FlossingSettings {
  /// Floating-point operations of all phases, roughly: tangents pushed on and orthonormalised, and both backward.
  package func flops(of network: any Network) -> Double {
    let n = Double(network.cell?.stateSizes.reduce(0, +) ?? 0)
    let k = Double(exponents)
    let step = Double(sequences) * (6 * n * n * k + 30 * n * k * k)
    return countProduct(phaseStarts.count, updates, window) * step
  }
}

extension TrainingSettings {
  /// Updates of the whole trial, of training and of flossing.
  package var updates: Int { steps + (flossing.map { $0.phaseStarts.count * $0.updates } ?? 0) }

  /// The updates before which observables are taken: the schedule's, and the ends of each phase of flossing.
  package var checkpointSteps: [Int] {
    let scheduled = checkpoints.steps(upTo: updates)
    guard let flossing else { return scheduled }
    let bounds = flossing.phaseStarts.indices.map { flossing.phase($0) }
    return Set(scheduled + bounds.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
  }

  /// Vectors as long as the trained parameters that training keeps: the optimiser's, then those of flossing.
  package var stateCount: Int {
    optimizer.stateCount + (flossing == nil ? 0 : FlossingSettings.stateCount)
  }
}
