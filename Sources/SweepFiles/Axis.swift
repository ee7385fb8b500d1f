package import Schema

/// One varied setting with its values, in the order in which trials run through them.
package struct Axis: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case grid, linear, log, random
    /// A dimension of the sweep's design.
    case design
  }

  /// The setting's keys from the root, joined by points (`model.width`).
  package let path: String
  /// Each accepted by the setting; at least one.
  package let values: [SettingValue]
  package let kind: Kind

  /// The last part of `path`.
  var lastComponent: Substring { path.split(separator: ".").last ?? "" }
}
