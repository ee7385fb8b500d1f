package import Records
package import Schema

/// A model of learning that a trial integrates in place of training a net: a system of equations, or a net so special
/// that it is written out by hand.
///
/// A theory defines its own records; observables of nets do not apply to it. All its random numbers are keyed by the
/// trial's seed.
package protocol Theory: Sendable {
  /// What the columns are read from at a checkpoint.
  associatedtype Found
  associatedtype Integration: Integrator where Integration.Model == Self

  /// The name and settings in the sweep file.
  static var variant: Variant { get }

  /// The theory with decoded settings.
  ///
  /// - Throws: `TheoryError.unsuitable` where settings do not go together.
  init(_ settings: Settings, seed: UInt64) throws(TheoryError)

  /// What a checkpoint records.
  var columns: [Column<Found>] { get }
  /// The columns' quantities; required so that each theory has its own compiled loop.
  var quantities: [Quantity] { get }
  /// The number of checkpoints that a complete trial records.
  var checkpointCount: Int { get }
  /// The count of numbers that learn.
  var parameterCount: Int { get }
  /// A rough count of the whole trial's floating-point operations.
  var flops: Double { get }
  /// The most floating-point operations between two heartbeats, of which there is one a step; 0 where they are few.
  var quietFlops: Double { get }
  /// A rough estimate of the bytes that the theory's numbers take.
  var memory: Double { get }

  /// An integrator at step 0.
  func integrator() -> Integration
}

extension Theory {
  package var quantities: [Quantity] { columns.map(\.quantity) }
  package var quietFlops: Double { 0 }
}

/// The integration of a theory, step by step, in double precision.
package protocol Integrator: AnyObject {
  associatedtype Model: Theory where Model.Integration == Self
  /// The theory that is integrated.
  var theory: Model { get }
  /// The number of steps made.
  var step: Int { get }
  /// Whether the state is finite; a trial ends as diverged where it is not.
  var isFinite: Bool { get }
  /// Whether checkpoint `checkpoint`, counted from 0, is to be taken before the next step.
  func hasReached(checkpoint: Int) -> Bool
  /// Makes one step.
  func advance()
  /// What the columns are read from now; the integrator itself by default.
  var found: Model.Found { get }
  /// A function that reads the present numbers, column by column; required so that each theory has its own compiled
  /// loop.
  func recorder() -> () -> [Double]
  /// All numbers on which later steps depend; their count is always the same.
  var state: [Double] { get }
  /// Continues, bitwise, from the state of another integrator of the same theory.
  ///
  /// - Precondition: `state` has as many numbers as this integrator's.
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
  /// A setting lies in its own range but does not go together with the others.
  case unsuitable(setting: String, found: String, expected: String)

  package var description: String {
    switch self {
    case .unsuitable(let setting, let found, let expected):
      "theory setting `\(setting)`: found \(found), expected \(expected)"
    }
  }
}
