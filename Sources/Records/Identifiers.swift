/// A whole number that names one thing of a kind, so that a trial's is not taken for a worker's.
///
/// It is written as a literal, in ranges, and as its number alone in JSON, as a key too.
///
/// One type for all kinds, as the number behind a protocol would be asked for by a call that no other room sees into.
package struct Identifier<Kind>: Hashable, Sendable {
  package let number: Int
  package init(_ number: Int) { self.number = number }
}

/// A trial's place in its sweep, counted from 0.
package typealias TrialID = Identifier<Identified.Trial>
/// A worker's rank, counted from 1; 0 where the process that coordinates trains itself.
package typealias WorkerID = Identifier<Identified.Worker>
/// Which hand-out of a trial it is, counted from 1.
package typealias Attempt = Identifier<Identified.Attempt>

/// What identifiers name.
package enum Identified {
  package enum Trial {}
  package enum Worker {}
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

  package init?(codingKey: some CodingKey) {
    guard let number = Int(codingKey: codingKey) else { return nil }
    self.init(number)
  }
}
