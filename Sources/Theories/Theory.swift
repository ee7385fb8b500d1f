package import Records
package import Schema

/// A model of learning that is followed itself, in place of a net in training: a system of equations, or a net so
/// special that it is written out by hand.
///
/// A theory records what it defines; observables of nets do not apply to it. Whatever is random about it is keyed by
/// the trial's seed.
package protocol Theory: Sendable {
  /// What the columns are read from at a checkpoint.
  associatedtype Found
  associatedtype Integration: Integrator where Integration.Model == Self

  /// The name and settings in the sweep file.
  static var variant: Variant { get }

  /// - Throws: `TheoryError` where settings do not go together.
  init(_ settings: Settings, seed: UInt64) throws(TheoryError)

  /// What a checkpoint records.
  var columns: [Column<Found>] { get }
  /// The columns' quantities; required so that each theory has its own compiled loop.
  var quantities: [Quantity] { get }
  var checkpointCount: Int { get }
  /// Numbers that learn.
  var parameterCount: Int { get }
  /// Floating-point operations of the whole trial, roughly.
  var flops: Double { get }
  /// Bytes, roughly.
  var memory: Double { get }

  /// At its start.
  func integrator() -> Integration
}

extension Theory {
  package var quantities: [Quantity] { columns.map(\.quantity) }
}

/// A theory under way, in double precision.
package protocol Integrator: AnyObject {
  associatedtype Model: Theory where Model.Integration == Self
  var theory: Model { get }
  /// Steps of integration made.
  var step: Int { get }
  /// Whether the state is finite; once it is not, nothing more is to be expected.
  var isFinite: Bool { get }
  /// Whether checkpoint `checkpoint`, counted from 0, is to be taken before the next step.
  func hasReached(checkpoint: Int) -> Bool
  func advance()
  /// What there is to record now; the integrator itself where nothing else is said.
  var found: Model.Found { get }
  /// Reads the numbers of now, column by column; required so that each theory has its own compiled loop.
  func recorder() -> () -> [Double]
  /// All that the future depends on, always as many numbers.
  var state: [Double] { get }
  /// Goes on, bitwise, from where another integrator of the same theory stood.
  ///
  /// - Precondition: As many numbers as `state` has.
  func restore(from state: [Double], step: Int)
}

extension Integrator {
  package func recorder() -> () -> [Double] {
    let columns = theory.columns
    return { [self] in
      let found = found
      var values: [Double] = []
      for column in columns { column.append(found, to: &values) }
      return values
    }
  }
}

extension Integrator where Model.Found == Self {
  package var found: Self { self }
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
