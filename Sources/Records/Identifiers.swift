/// A whole number that names one thing of a kind, so that a trial's is not taken for a worker's.
///
/// It is written as a literal, in ranges, and as its number alone in JSON, as a key too.
package protocol Identifier: Hashable, Strideable, Codable, CodingKeyRepresentable, Sendable,
  ExpressibleByIntegerLiteral, CustomStringConvertible
where Stride == Int {
  var number: Int { get }
  init(_ number: Int)
}

/// A trial's place in its sweep, counted from 0.
package struct TrialID: Identifier {
  package let number: Int
  @inlinable package init(_ number: Int) { self.number = number }
}

/// A worker's rank, counted from 1; 0 where the process that coordinates trains itself.
package struct WorkerID: Identifier {
  package let number: Int
  @inlinable package init(_ number: Int) { self.number = number }
}

/// Which hand-out of a trial it is, counted from 1.
package struct Attempt: Identifier {
  package let number: Int
  @inlinable package init(_ number: Int) { self.number = number }
}

extension Identifier {
  @inlinable package static func == (a: Self, b: Self) -> Bool { a.number == b.number }
  @inlinable package static func < (a: Self, b: Self) -> Bool { a.number < b.number }
  @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(number) }

  @inlinable package init(integerLiteral number: Int) { self.init(number) }
  @inlinable package func advanced(by count: Int) -> Self { Self(number + count) }
  @inlinable package func distance(to other: Self) -> Int { other.number - number }

  package var description: String { "\(number)" }

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
