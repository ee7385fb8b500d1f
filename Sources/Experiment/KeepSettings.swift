package import Schema

/// What a sweep file wants kept of each trial's net, beside the numbers of its observables.
package struct KeepSettings: Hashable, Sendable {
  /// The checkpoints at which something is kept; the raw values are the words of sweep files.
  enum Moments: String, CaseIterable, Hashable, Sendable {
    /// None of them.
    case none
    /// A trial's last one.
    case final
    /// Every one.
    case all
  }

  /// When the net's parameters are kept, trained and fixed ones.
  let weights: Moments

  /// The section `keep` of sweep files.
  package static let section = Section([
    Entry(
      "weights", .value(.word("none", "final", "all"), default: .text("none")),
      "the net's parameters, under PyTorch's names: of the last checkpoint, or of all")
  ])

  /// - Parameter settings: Decoded by `section`.
  init(_ settings: Settings) {
    weights = Moments(rawValue: settings.text("weights")) ?? .none
  }
}
