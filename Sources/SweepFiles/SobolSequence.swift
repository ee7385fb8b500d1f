/// One dimension of the Sobol sequence, in the order of its Gray code.
///
/// Direction numbers of S. Joe and F. Y. Kuo (SIAM J. Sci. Comput. 30 (2008) 2635, `new-joe-kuo-6.21201`), so that the
/// points are those of `scipy.stats.qmc.Sobol(d, scramble=False)`.
struct SobolSequence {
  /// How many dimensions there are direction numbers of.
  static let dimensionCount = 1 + primitives.count
  /// Of a coordinate; bit b of it, from the top, counts 2^(−b−1).
  static let bits = 32

  /// By which a coordinate changes where bit k of the Gray code does.
  private let directions: [UInt32]

  init(dimension: Int) {
    precondition((0..<Self.dimensionCount).contains(dimension), "dimension \(dimension)")
    guard dimension > 0 else {
      directions = (0..<Self.bits).map { 1 << UInt32(Self.bits - 1 - $0) }
      return
    }
    let (inner, first) = Self.primitives[dimension - 1]
    let degree = first.count
    var found = first.enumerated().map { $1 << UInt32(Self.bits - 1 - $0) }
    for bit in degree..<Self.bits {
      let before = found[bit - degree]
      var next = before ^ (before >> UInt32(degree))
      for step in 1..<degree where inner >> UInt32(degree - 1 - step) & 1 == 1 {
        next ^= found[bit - step]
      }
      found.append(next)
    }
    directions = found
  }

  /// The coordinates of the first points, times 2³².
  func coordinates(_ count: Int) -> [UInt32] {
    var coordinate: UInt32 = 0
    return (0..<count).map { index in
      if index > 0 { coordinate ^= directions[index.trailingZeroBitCount] }
      return coordinate
    }
  }

  /// Of each dimension but the first: the coefficients of its primitive polynomial, both ends left out, and as many
  /// direction numbers as its degree. Made by Tests/SweepFilesTests/Fixtures/sobol.py.
  private static let primitives: [(inner: UInt32, first: [UInt32])] = [
    (0, [1]),
    (1, [1, 3]),
    (1, [1, 3, 1]),
    (2, [1, 1, 1]),
    (1, [1, 1, 3, 3]),
    (4, [1, 3, 5, 13]),
    (2, [1, 1, 5, 5, 17]),
    (4, [1, 1, 5, 5, 5]),
    (7, [1, 1, 7, 11, 19]),
    (11, [1, 1, 5, 1, 1]),
    (13, [1, 1, 1, 3, 11]),
    (14, [1, 3, 5, 5, 31]),
    (1, [1, 3, 3, 9, 7, 49]),
    (13, [1, 1, 1, 15, 21, 21]),
    (16, [1, 3, 1, 13, 27, 49]),
    (19, [1, 1, 1, 15, 7, 5]),
    (22, [1, 3, 1, 15, 13, 25]),
    (25, [1, 1, 5, 5, 19, 61]),
    (1, [1, 3, 7, 11, 23, 15, 103]),
    (4, [1, 3, 7, 13, 13, 15, 69]),
  ]
}
