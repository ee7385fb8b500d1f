/// Numbers on a full grid as a mean, effects of each factor alone, effects of each pair beyond those, and a rest:
/// functional ANOVA, exact and in closed form, all levels of a factor weighing the same (W. Hoeffding 1948; I. M.
/// Sobol' 1993).
package struct FunctionalANOVA: Equatable, Sendable {
  package let mean: Double
  /// Over all cells; squares are divided by their number.
  package let variance: Double
  /// Of each factor, the share of the variance that it explains alone; NaN where there is no variance.
  package let mains: [Double]
  /// Of the factors 0 and 1, 0 and 2, …, 1 and 2, …: what a pair explains beyond its members.
  package let pairs: [Double]

  /// What factors explain only three and more at a time.
  package var rest: Double { 1 - mains.reduce(0, +) - pairs.reduce(0, +) }

  /// The members of each pair.
  package static func pairs(of count: Int) -> [(Int, Int)] {
    (0..<count).flatMap { first in (first + 1..<max(count, first + 1)).map { (first, $0) } }
  }

  /// - Parameters:
  ///   - values: One for each cell, finite, the last factor's level changing fastest.
  ///   - sizes: How many levels each factor has.
  /// - Complexity: As many steps for each pair of factors as there are cells.
  package init(_ values: [Double], sizes: [Int]) {
    precondition(
      values.count == sizes.reduce(1, *), "\(values.count) values on a grid of \(sizes)")
    let mean = Statistics.mean(values)
    let isConstant = values.allSatisfy { $0 == values[0] }
    let deviations = values.map { isConstant ? 0 : $0 - mean }
    let variance = Self.meanSquare(deviations)
    let levels = Self.levels(sizes)
    let mains = sizes.indices.map { factor in
      Self.means(of: deviations, levels[factor], count: sizes[factor])
    }
    self.pairs = Self.pairs(of: sizes.count).map { first, second in
      let (rows, columns) = (sizes[first], sizes[second])
      let cells = zip(levels[first], levels[second]).map { $0 * columns + $1 }
      var interaction = Self.means(of: deviations, cells, count: rows * columns)
      for cell in interaction.indices {
        interaction[cell] -= mains[first][cell / columns] + mains[second][cell % columns]
      }
      return Self.meanSquare(interaction) / variance
    }
    self.mains = mains.map { Self.meanSquare($0) / variance }
    (self.mean, self.variance) = (mean, variance)
  }

  /// The level of each factor in each cell.
  private static func levels(_ sizes: [Int]) -> [[Int]] {
    let count = sizes.reduce(1, *)
    var stride = count
    return sizes.map { size in
      stride /= size
      return (0..<count).map { $0 / stride % size }
    }
  }

  /// The mean of the numbers of each group; all groups are equally large.
  private static func means(of numbers: [Double], _ groups: [Int], count: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (number, group) in zip(numbers, groups) { sums[group] += number }
    let size = Double(numbers.count / count)
    return sums.map { $0 / size }
  }

  private static func meanSquare(_ numbers: [Double]) -> Double {
    numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)
  }
}
