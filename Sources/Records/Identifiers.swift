/// A whole number that names one thing of a kind, so that a trial's number is not taken for a worker's.
///
/// It can be written as a literal and stands in ranges; in JSON it is its number alone, as a value and as a key.
///
/// All kinds share this one type: a protocol would hide the number behind a call that other rooms cannot inline.
package struct Identifier<Kind>: Hashable, Sendable {
  /// The number itself; its alias says from where it is counted.
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// A trial's place in its sweep, counted from 0.
package typealias TrialID = Identifier<Identified.Trial>
/// A worker's rank, counted from 1; 0 where the coordinating process trains the trials itself.
package typealias WorkerID = Identifier<Identified.Worker>
/// The number of a trial's hand-out to a worker, counted from 1.
package typealias Attempt = Identifier<Identified.Attempt>

/// The kinds of things that identifiers name; types without values, which only tell identifiers apart.
package enum Identified {
  /// The kind of a `TrialID`.
  package enum Trial {}
  /// The kind of a `WorkerID`.
  package enum Worker {}
  /// The kind of an `Attempt`.
  package enum Attempt {}
}

extension Identifier: Strideable {
  package static func == (a: Self, b: Self) -> Bool { a.number == b.number }
  package static func < (a: Self, b: Self) -> Bool { a.number < b.number }
  package func advanced(by count: Int) -> Self { Self(number + count) }
  package func distance(to other: Self) -> Int { other.number - number }
}

extension Identifier: ExpressibleByIntegerLiteral, CustomStringConvertible {
  package init(integerLiteral number: Int) { self.init(number) }
  package var description: String { "\(number)" }
}

extension Identifier: Codable, CodingKeyRepresentable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Int.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }

  package var codingKey: any CodingKey { number.codingKey }

  /// The identifier that a key of a JSON object names; nil where the key is not a whole number.
  package init?(codingKey: some CodingKey) {
    guard let number = Int(codingKey: codingKey) else { return nil }
    self.init(number)
  }
}
