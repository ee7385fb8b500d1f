package import Records
package import Schema

/// A model of learning that is followed itself, in place of a net in training: a system of equations, or a net so
/// special that it is written out by hand.
///
/// A theory records what it defines; observables of nets do not apply to it. Whatever is random about it is keyed by
/// the trial's seed.
package protocol Theory: Sendable {
  /// The name and settings in the sweep file.
  static var variant: Variant { get }

  /// - Throws: `TheoryError` where settings do not go together.
  init(_ settings: Settings, seed: UInt64) throws(TheoryError)

  /// What a checkpoint records, in the order of `Evolution.values`.
  var quantities: [Quantity] { get }
  var checkpointCount: Int { get }
  /// Numbers that learn.
  var parameterCount: Int { get }
  /// Floating-point operations of the whole trial, roughly.
  var flops: Double { get }
  /// Bytes, roughly.
  var memory: Double { get }

  /// At its start.
  func evolution() -> any Evolution
}

/// A theory under way, in double precision.
package protocol Evolution: AnyObject {
  /// Steps of integration made.
  var step: Int { get }
  /// Whether all numbers still are; nothing is to be expected once they are not.
  var isFinite: Bool { get }
  /// Whether checkpoint `checkpoint`, counted from 0, is to be taken before the next step.
  func hasReached(checkpoint: Int) -> Bool
  func advance()
  /// The numbers now, in the order of the quantities.
  func values() -> [Double]
  /// All that the future depends on, always as many numbers.
  var state: [Double] { get }
  /// Goes on, bitwise, from where another evolution of the same theory stood.
  ///
  /// - Precondition: As many numbers as `state` has.
  func goOn(from state: [Double], step: Int)
}

/// Why a theory cannot be set up, in words for the author of the sweep file.
package enum TheoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A setting that its own range allows, but not with the others.
  case unsuitable(setting: String, found: String, expected: String)

  package var description: String {
    switch self {
    case .unsuitable(let setting, let found, let expected):
      "theory setting `\(setting)`: found \(found), expected \(expected)"
    }
  }
}
