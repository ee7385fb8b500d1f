/// What the numbers of a `SequenceSet`'s arrays tell, once they are checked; those that do not count may be any.
struct SequenceNumbers {
  /// Steps of each sequence; nil where all have all.
  let lengths: [Int]?
  let isHeldOut: [Bool]?
  /// Of the classes; 0 of real targets.
  private(set) var largestClass = 0
  /// Whether a step's class is −1.
  private(set) var hasUnscored = false
  /// The first target that is neither 0 nor 1, in words.
  private(set) var notBinary: String?
  private let arrays: SequenceArrays

  /// - Throws: `DataSetError.malformed`, by array and index.
  init(_ arrays: SequenceArrays) throws(DataSetError) {
    self.arrays = arrays
    let written = try Self.whole(
      arrays.length, 1...arrays.steps, "the steps that inputs has", arrays)
    lengths = written.flatMap { $0.allSatisfy { $0 == arrays.steps } ? nil : $0 }
    let split = try Self.whole(arrays.split, 0...1, "0 for training, 1 for validation", arrays)
    isHeldOut = split.map { $0.map { $0 == 1 } }
    if let split, Set(split).count < 2 {
      throw .malformed(
        path: arrays.path, found: "split of \(split[0]) alone",
        expected: "0 for training and 1 for validation, some of both; or no split")
    }
    try checkMask()
    for sequence in 0..<arrays.count {
      try checkInputs(of: sequence)
      try checkTargets(of: sequence)
    }
  }

  private func length(of sequence: Int) -> Int { lengths?[sequence] ?? arrays.steps }

  /// An array's whole numbers, all of them within `range`.
  private static func whole(
    _ array: NumberArray?, _ range: ClosedRange<Int>, _ meaning: String, _ arrays: SequenceArrays
  ) throws(DataSetError) -> [Int]? {
    guard let array else { return nil }
    var numbers: [Int] = []
    numbers.reserveCapacity(array.count)
    for place in 0..<array.count {
      guard let number = Int(exactly: array[place]), range.contains(number) else {
        throw broken(
          array, place, expected: "\(range.lowerBound) … \(range.upperBound), \(meaning)", arrays)
      }
      numbers.append(number)
    }
    return numbers
  }

  private func checkMask() throws(DataSetError) {
    guard let mask = arrays.mask else { return }
    for (place, weight) in mask.numbers(0..<mask.count).enumerated()
    where !(weight >= 0 && weight <= 1e6) {
      throw Self.broken(mask, place, expected: "weights from 0 to a million", arrays)
    }
  }

  private func checkInputs(of sequence: Int) throws(DataSetError) {
    let first = sequence * arrays.steps * arrays.features
    try checkFinite(arrays.inputs, first..<first + length(of: sequence) * arrays.features)
  }

  private mutating func checkTargets(of sequence: Int) throws(DataSetError) {
    guard arrays.hasTargetEachStep else {
      try checkTarget(sequence)
      return
    }
    let first = sequence * arrays.steps
    for place in first..<first + length(of: sequence) where arrays.mask.map({ $0[place] }) != 0 {
      try checkTarget(place)
    }
  }

  /// - Parameter place: Among all targets.
  private mutating func checkTarget(_ place: Int) throws(DataSetError) {
    let targets = arrays.targets
    guard let outputs = arrays.outputs else {
      try checkClass(place)
      return
    }
    try checkFinite(targets, place * outputs..<(place + 1) * outputs)
    for number in place * outputs..<(place + 1) * outputs
    where notBinary == nil && targets[number] != 0 && targets[number] != 1 {
      notBinary = "\(targets.words(for: number)) = \(targets[number])"
    }
  }

  private mutating func checkClass(_ place: Int) throws(DataSetError) {
    let targets = arrays.targets
    guard let number = Int(exactly: targets[place]), (-1..<Self.classLimit).contains(number) else {
      throw Self.broken(
        targets, place,
        expected: "classes 0 … \(Self.classLimit - 1), or -1 where nothing is asked", arrays)
    }
    largestClass = max(largestClass, number)
    if number < 0 { hasUnscored = true }
    if number > 1, notBinary == nil { notBinary = "\(targets.words(for: place)) = \(number)" }
  }

  /// Larger ones were something else, and nets of so many outputs no longer small.
  private static let classLimit = 100_000

  private func checkFinite(_ array: NumberArray, _ places: Range<Int>) throws(DataSetError) {
    let numbers = array.numbers(places)
    // Nought times a number is nought only where that is finite.
    guard !(numbers.reduce(0) { $0 + 0 * $1 } == 0) else { return }
    for (place, number) in zip(places, numbers) where !number.isFinite {
      throw Self.broken(array, place, expected: "finite numbers", arrays)
    }
  }

  private static func broken(
    _ array: NumberArray, _ place: Int, expected: String, _ arrays: SequenceArrays
  ) -> DataSetError {
    let number = array[place]
    let words = Int(exactly: number).map { "\($0)" } ?? "\(number)"
    return .malformed(
      path: arrays.path, found: "\(array.words(for: place)) = \(words)", expected: expected)
  }
}
