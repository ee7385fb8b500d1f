import Records
import Schema

/// Takes the lines of one attempt in their order and makes rows of them.
struct ProgramRows {
  /// What a line says.
  enum News: Equatable {
    /// Numbers for the results file.
    case row(CheckpointRecord)
    /// That the program is at work.
    case sign
    /// That training has diverged.
    case divergence
  }

  private let most: Int
  private let places: [String: (start: Int, quantity: Quantity)]
  private let names: [String]
  private let width: Int
  /// The step of the first row in earlier attempts; nil where none is known.
  private let first: Int?
  /// How many rows there are.
  private(set) var count = 0
  /// The step of the latest line; 0 before the first.
  private(set) var step = 0
  private var rowStep = -1
  private(set) var hasDiverged = false

  init(_ program: OutsideProgram, first: Int?) {
    most = program.checkpoints
    names = program.quantities.map(\.name)
    var places: [String: (Int, Quantity)] = [:]
    var width = 0
    for quantity in program.quantities {
      places[quantity.name] = (width, quantity)
      width += quantity.count
    }
    (self.places, self.width, self.first) = (places, width, first)
  }

  /// - Throws: `LineFault` where the line is at fault.
  mutating func take(_ line: [UInt8]) throws(LineFault) -> News {
    guard String(validating: line, as: UTF8.self) != nil else { throw .notText }
    let members = try Self.members(of: line)
    guard !hasDiverged else { throw .afterDivergence }
    if let key = Self.repetition(members) { throw .repeatedKey(key) }
    let step = try Self.step(members)
    let isDivergence = try Self.saysDiverged(members)
    var values = [Double](repeating: .nan, count: width)
    var hasNumbers = false
    for member in members where !["step", "diverged"].contains(member.key) {
      guard let (start, quantity) = places[member.key] else {
        throw .unknownQuantity(member.key, nearest: nearestName(to: member.key, among: names))
      }
      hasNumbers = true
      try Self.numbers(member.value, quantity).enumerated().forEach { values[start + $0] = $1 }
    }
    guard step >= self.step, !hasNumbers || step > rowStep else {
      throw .stepBack(step, after: max(self.step, rowStep))
    }
    self.step = step
    hasDiverged = isDivergence
    guard hasNumbers else { return isDivergence ? .divergence : .sign }
    return .row(try row(step, values))
  }

  private mutating func row(_ step: Int, _ values: [Double]) throws(LineFault) -> CheckpointRecord {
    guard count < most else { throw .tooManyRows(most: most) }
    if count == 0, let first, first != step { throw .startsElsewhere(step: step, first: first) }
    defer { (count, rowStep) = (count + 1, step) }
    return CheckpointRecord(checkpoint: count, step: step, values: values)
  }

  private static func members(of line: [UInt8]) throws(LineFault) -> [LineValue.Member] {
    do throws(LineReader.Mistake) { return try LineReader.members(of: line) } catch {
      throw .notJSON(
        line: String(decoding: line.prefix(400), as: UTF8.self), column: error.column,
        expected: error.expected)
    }
  }

  private static func repetition(_ members: [LineValue.Member]) -> String? {
    var seen: Set<String> = []
    return members.first { !seen.insert($0.key).inserted }?.key
  }

  private static func step(_ members: [LineValue.Member]) throws(LineFault) -> Int {
    guard let found = members.first(where: { $0.key == "step" })?.value else { throw .noStep }
    guard case .number(let number) = found, let step = Int(exactly: number), step >= 0,
      number < 0x1p53
    else { throw .wrongStep(found: found.summary) }
    return step
  }

  private static func saysDiverged(_ members: [LineValue.Member]) throws(LineFault) -> Bool {
    guard let found = members.first(where: { $0.key == "diverged" })?.value else { return false }
    guard found == .boolean(true) else { throw .wrongDivergence(found: found.summary) }
    return true
  }

  private static func numbers(
    _ value: LineValue, _ quantity: Quantity
  ) throws(LineFault) -> [Double] {
    guard !quantity.dimensions.isEmpty else {
      guard case .number(let number) = value else {
        throw .notNumber(quantity.name, found: value.summary)
      }
      return [number]
    }
    guard case .list(let elements) = value else {
      throw .notList(quantity.name, found: value.summary, count: quantity.count)
    }
    guard elements.count == quantity.count else {
      throw .wrongLength(quantity.name, found: elements.count, count: quantity.count)
    }
    var numbers: [Double] = []
    for element in elements {
      guard case .number(let number) = element else {
        throw .notNumberInList(
          quantity.name, place: numbers.count + 1, found: element.summary)
      }
      numbers.append(number)
    }
    return numbers
  }
}
