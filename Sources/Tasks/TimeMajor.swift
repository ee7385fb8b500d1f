import LinearAlgebra

/// The place of one sequence in a time-major batch: its step t is row (firstStep + t)·batch + column.
package struct SequenceSlot {
  package let column: Int
  package let batch: Int
  var firstStep = 0
  /// How many steps there is room for.
  package let steps: Int

  package func row(_ step: Int) -> Int { (firstStep + step) * batch + column }
}

extension MutableSpan where Element: Scalar {
  /// Makes row `row` of a matrix of `width` columns one-hot.
  mutating func writeOneHot(_ symbol: Int, row: Int, width: Int) {
    let start = row * width
    for i in start..<start + width { self[i] = 0 }
    self[start + symbol] = 1
  }

  /// The symbol that `writeOneHot` has written into row `row`.
  func oneHotSymbol(row: Int, width: Int) -> Int {
    let start = row * width
    var symbol = 0
    while symbol < width - 1 && self[start + symbol] == 0 { symbol += 1 }
    return symbol
  }
}
