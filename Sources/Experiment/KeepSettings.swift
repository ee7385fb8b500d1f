package import Schema

/// What a sweep file wants kept of each trial's net, beside the numbers of its observables.
package struct KeepSettings: Hashable, Sendable {
  /// The checkpoints at which something is kept; the raw values are the words of sweep files.
  enum Moments: String, Hashable, Sendable {
    /// None of them.
    case none
    /// A trial's last one.
    case final
    /// Every one.
    case all
  }

  /// When the net's parameters are kept, trained and fixed ones.
  let weights: Moments
  /// When the hidden layers' states are.
  let states: Moments
  /// Of how many sequences of the validation set, at most.
  let sequences: Int
  /// Whether the read-out is kept where the other parameters are not.
  private let keepsReadout: Bool

  /// The section `keep` of sweep files.
  package static let section = Section([
    Entry(
      "weights", .value(.word("none", "final", "all"), default: .text("none")),
      "the net's parameters, under PyTorch's names: of the last checkpoint, or of all"),
    Entry(
      "states", .optional(statesSection),
      "each hidden layer's states on held-out sequences, at every time step"),
    .boolean(
      "readout", false,
      "whether the read-out's parameters are kept where weights is none, when states are"),
  ])

  private static let statesSection = Section([
    .integer(
      "sequences", 16, in: 1...1_000_000,
      "the first sequences of the validation set, or all where it has fewer"),
    Entry(
      "at", .value(.word("final", "all"), default: .text("final")),
      "of the last checkpoint, or of all"),
  ])

  /// - Parameter settings: Decoded by `section`.
  init(_ settings: Settings) {
    weights = Moments(rawValue: settings.text("weights")) ?? .none
    let own = settings.optionalSection("states")
    states = own.flatMap { Moments(rawValue: $0.text("at")) } ?? .none
    sequences = own?.integer("sequences") ?? 0
    keepsReadout = settings.boolean("readout")
  }

  /// When the read-out's parameters are kept: with the others, else with the states, else at the end.
  var readout: Moments {
    guard weights == .none else { return weights }
    guard keepsReadout else { return .none }
    return states == .none ? .final : states
  }
}
