/// An array that is kept of a trial beside the numbers of its rows: a weight of its net, or states.
package struct KeptArray: Hashable, Sendable {
  /// The array's name, dimensions and meaning in the results file.
  package let quantity: Quantity
  /// Whether it is kept at every checkpoint, rather than at the trial's last one alone.
  package let isAlways: Bool

  package init(_ quantity: Quantity, isAlways: Bool) {
    self.quantity = quantity
    self.isAlways = isAlways
  }

  package var name: String { quantity.name }
  /// How many numbers it has at one checkpoint.
  package var count: Int { quantity.count }
}

/// What is kept of a trial beside its rows: some arrays of one precision. Trials of one form lie in one group of the
/// results file.
///
/// A record's kept numbers are those of the arrays one after the other, each row-major: at the last checkpoint of a
/// trial those of all arrays, before it those of the arrays that are always kept.
package struct KeptForm: Hashable, Sendable {
  package let precision: KeptNumbers.Precision
  /// At least one.
  package let arrays: [KeptArray]

  /// - Precondition: There is an array, and all names differ.
  package init(_ precision: KeptNumbers.Precision, _ arrays: [KeptArray]) {
    precondition(
      !arrays.isEmpty && Set(arrays.map(\.name)).count == arrays.count,
      "\(arrays.count) arrays, or two of one name")
    self.precision = precision
    self.arrays = arrays
  }

  /// How many numbers all arrays have.
  package var count: Int { arrays.reduce(0) { $0 + $1.count } }

  /// How many bytes they take at one checkpoint.
  package var byteCount: Int { count * precision.size }

  /// The arrays of which a record of so many kept numbers holds those, each with its places among them; nil where no
  /// record of a trial of this form has so many.
  package func places(in numbers: Int) -> [(array: KeptArray, range: Range<Int>)]? {
    let isWhole = numbers == count
    var (places, end) = ([(array: KeptArray, range: Range<Int>)](), 0)
    for array in arrays where isWhole || array.isAlways {
      places.append((array, end..<end + array.count))
      end += array.count
    }
    return end == numbers ? places : nil
  }
}

extension KeptForm {
  /// Whether a record of a trial that keeps arrays of `form`, or none where that is nil, can hold these numbers.
  ///
  /// - Parameter isLast: Whether it is the record of the trial's last checkpoint.
  package static func fits(_ numbers: KeptNumbers?, _ form: KeptForm?, isLast: Bool) -> Bool {
    let kept = form?.arrays.filter { isLast || $0.isAlways } ?? []
    guard !kept.isEmpty, let numbers else { return kept.isEmpty && numbers == nil }
    return numbers.precision == form?.precision && numbers.count == kept.reduce(0) { $0 + $1.count }
  }
}

/// The trials of a sweep that keep arrays of one form.
package struct KeptGroup: Hashable, Sendable {
  package let form: KeptForm
  /// The trials' numbers, ascending.
  package let trials: [Int]

  package init(_ form: KeptForm, trials: [Int]) {
    self.form = form
    self.trials = trials
  }
}
