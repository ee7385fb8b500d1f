package import Schema

/// A varied setting with its values, in the order in which trials run through them.
package struct Axis: Hashable, Sendable {
  /// The form in which a sweep file writes an axis, named as its key.
  package enum Kind: String, Hashable, Sendable {
    case grid, linear, log, random
    /// A dimension of the sweep's design.
    case design
  }

  /// The setting's keys from the root, joined by points (`model.width`).
  package let path: String
  /// The values, each accepted by the setting; at least one.
  package let values: [SettingValue]
  /// The form in which the sweep file writes it.
  package let kind: Kind

  /// Whether it has so many real values that what trials are like, what they cost and how large they are, is taken from
  /// one of them for all.
  package var isContinuous: Bool {
    values.count > 64 && values.contains { if case .real = $0 { true } else { false } }
  }

  /// The last part of `path`.
  var lastComponent: Substring { path.split(separator: ".").last ?? "" }
}
