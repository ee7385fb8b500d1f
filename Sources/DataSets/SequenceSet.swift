import Synchronization

/// Sequences, or single examples, of a user's file, and what is asked of a net that reads them.
///
/// The arrays, of n sequences of up to T steps:
/// - `inputs`: [n × T × features], or [n × features] of single examples, for which T is 1;
/// - `targets`: real numbers, [n × T × outputs] or [n × outputs], or whole numbers, [n] or [n × T]: classes, of which
///   −1 is none;
/// - `mask`, where it is there: [n × T], by which each step counts;
/// - `length`, where it is there: [n], the steps of each sequence; what the arrays have beyond is not looked at;
/// - `split`, where it is there: [n], 0 for training and 1 for validation.
package struct SequenceSet: Sendable {
  /// What a target is.
  package enum Target: Hashable, Sendable {
    /// One of the classes 0 … `largest`, or −1.
    case classes(largest: Int)
    case numbers(count: Int)
  }

  package let path: String
  package let count: Int
  /// T.
  package let steps: Int
  package let features: Int
  package let target: Target
  /// Whether each step has a target; else each sequence has one.
  package let hasTargetEachStep: Bool
  /// A target that is neither 0 nor 1, in words; nil where all are, and a logistic loss can take them.
  package let notBinary: String?
  /// Whether all steps of all sequences are there and count alike.
  package let isUniform: Bool
  /// Whether each sequence is held out; nil where the file does not say.
  package let isHeldOut: [Bool]?

  package let inputs: NumberArray
  package let targets: NumberArray
  private let mask: NumberArray?
  private let lengths: [Int]?

  /// Bytes in this process's own memory.
  package var heldBytes: Int {
    inputs.heldBytes + targets.heldBytes + (mask?.heldBytes ?? 0)
  }

  /// Steps of a sequence.
  package func length(of sequence: Int) -> Int { lengths?[sequence] ?? steps }

  /// By how much each of the T steps of a sequence counts.
  package func weights(of sequence: Int) -> [Double] {
    let length = length(of: sequence)
    guard hasTargetEachStep else {
      var counts = true
      if case .classes = target { counts = classes(of: sequence)[0] >= 0 }
      return (0..<steps).map { $0 == length - 1 && counts ? 1 : 0 }
    }
    var weights =
      mask?.numbers(sequence * steps..<(sequence + 1) * steps)
      ?? [Double](repeating: 1, count: steps)
    for step in length..<steps { weights[step] = 0 }
    guard case .classes = target else { return weights }
    for (step, number) in classes(of: sequence).enumerated() where number < 0 { weights[step] = 0 }
    return weights
  }

  /// The classes of a sequence's steps, or the one of the sequence; of what does not count it may be any number.
  package func classes(of sequence: Int) -> [Double] {
    let width = hasTargetEachStep ? steps : 1
    return targets.numbers(sequence * width..<(sequence + 1) * width)
  }

  /// By how much all steps of some sequences count together.
  package func weight(of sequences: some Sequence<Int>) -> Double {
    sequences.reduce(0) { $0 + weights(of: $1).reduce(0, +) }
  }

  private static let cache = Mutex<[String: SequenceSet]>([:])

  /// The file at `path`, in HDF5 or .npz, read and checked once a process.
  ///
  /// - Throws: `DataSetError`: unreadable, arrays that are missing or do not match, or numbers that cannot be meant.
  package static func load(from path: String) throws(DataSetError) -> SequenceSet {
    // The lock is held while reading, so that trials that start together read once.
    try cache.withLock { sets throws(DataSetError) in
      if let set = sets[path] { return set }
      let set = try SequenceSet(readingFrom: path)
      sets[path] = set
      return set
    }
  }

  init(readingFrom path: String) throws(DataSetError) {
    switch try ArrayFormat(of: path) {
    case .hdf5: try self.init(HDF5ArrayFile(path))
    case .npz: try self.init(NPZFile(path))
    }
  }

  private init(_ file: borrowing some ArrayFile & ~Copyable) throws(DataSetError) {
    let arrays = try SequenceArrays(file)
    let numbers = try SequenceNumbers(arrays)
    path = arrays.path
    (count, steps, features) = (arrays.count, arrays.steps, arrays.features)
    target = arrays.outputs.map { .numbers(count: $0) } ?? .classes(largest: numbers.largestClass)
    hasTargetEachStep = arrays.hasTargetEachStep
    notBinary = numbers.notBinary
    isUniform = arrays.mask == nil && numbers.lengths == nil && !numbers.hasUnscored
    isHeldOut = numbers.isHeldOut
    (inputs, targets, mask) = (arrays.inputs, arrays.targets, arrays.mask)
    lengths = numbers.lengths
    guard isUniform || weight(of: 0..<count) > 0 else {
      throw .malformed(
        path: path, found: "no step that counts",
        expected: "at least one that mask and targets let count")
    }
  }
}
