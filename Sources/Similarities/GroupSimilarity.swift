/// What measures say of all pairs of a group of nets, such as the replicates of one configuration.
package struct GroupSimilarity: Sendable {
  /// How many nets the group has.
  package let count: Int
  private let measured: [(column: SimilarityMeasure.Column, pairs: [Double])]

  /// - Parameter nets: In the order of their numbers; a net that is not known is nil, and what it is part of NaN.
  package init(_ nets: [ComparedNet?], _ settings: SimilaritySettings) {
    count = nets.count
    var measured: [(column: SimilarityMeasure.Column, pairs: [Double])] = []
    for measure in SimilarityMeasure.all(settings) {
      let rows = Self.pairs(nets.count).map { first, second -> [Double] in
        guard let one = nets[first], let other = nets[second] else {
          return measure.columns.map { _ in .nan }
        }
        return measure.values(one, other)
      }
      for (place, column) in measure.columns.enumerated() {
        measured.append((column, rows.map { $0[place] }))
      }
    }
    self.measured = measured
  }

  /// All pairs of numbers below `count`: (0, 1), (0, 2), …, (1, 2), ….
  package static func pairs(_ count: Int) -> [(first: Int, second: Int)] {
    (0..<count).flatMap { first in
      (0..<count).filter { $0 > first }.map { (first: first, second: $0) }
    }
  }

  /// What the numbers are, in the order of tables.
  package var columns: [SimilarityMeasure.Column] { measured.map { $0.column } }

  /// The numbers of a column in the order of `pairs`; empty where there is no such column.
  package subscript(name: String) -> [Double] {
    measured.first { $0.column.name == name }?.pairs ?? []
  }

  /// The mean of a column over the pairs of known nets; NaN where there are none.
  package func mean(_ name: String) -> Double {
    let known = self[name].filter { !$0.isNaN }
    return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
  }

  /// A column as nets × nets numbers, row-major: both ways, with NaN of each net and itself.
  package func square(_ name: String) -> [Double] {
    var square = [Double](repeating: .nan, count: count * count)
    for (pair, value) in zip(Self.pairs(count), self[name]) {
      square[pair.first * count + pair.second] = value
      square[pair.second * count + pair.first] = value
    }
    return square
  }
}
