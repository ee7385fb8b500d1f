/// How to cut a product into pieces that OpenBLAS multiplies without packing its operands first.
///
/// Its AVX-512 kernels, from 0.3.18 on, read operands where they lie if m·n·k is at most 10⁶ and B is not transposed.
/// Where operands are used too few times to pay for their packing (a recurrent step of 64 rows, a gradient of 64×64
/// summed over thousands of rows) such pieces take 10 to 40 % less time than the whole, measured in steps of 25 to 1024
/// units; where all of B does not stay in a second-level cache, more.
///
/// The choice depends on the shape and on the kernel alone, so that results are the same from run to run.
struct ProductTiles {
  /// The largest m·n·k that is multiplied without packing.
  static let largestUnpacked = 1_000_000

  let rows: Int
  let columns: Int
  let depth: Int

  /// Nil where the whole product is best left to one call.
  @inline(__always)
  init?(transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int, elementSize: Int) {
    guard m * n * k > Self.largestUnpacked, !transposeB, Self.areOfUse else { return nil }
    if transposeA {
      guard m * n <= 130 * 130 || m * n * elementSize <= 40_000 else { return nil }
      (rows, columns) = (64, 128)
      depth = Self.part(of: k, atMost: 120)
    } else {
      guard n * k * elementSize <= 1_250_000, m <= 256 || k <= 64 else { return nil }
      (rows, columns) = (32, 64)
      depth = Self.part(of: k, atMost: 256)
    }
  }

  /// Equal parts of `whole`, so that no small rest is left.
  private static func part(of whole: Int, atMost limit: Int) -> Int {
    let parts = (whole + limit - 1) / limit
    return (whole + parts - 1) / parts
  }

  /// Calls `body` for each tile, those of one piece of the depth together.
  @inline(__always)
  func forEach(
    m: Int, n: Int, k: Int, _ body: (_ row: Int, _ column: Int, _ first: Int, _ tile: Self) -> Void
  ) {
    for first in stride(from: 0, to: k, by: depth) {
      for column in stride(from: 0, to: n, by: columns) {
        for row in stride(from: 0, to: m, by: rows) {
          let tile = Self(
            rows: min(rows, m - row), columns: min(columns, n - column),
            depth: min(depth, k - first))
          body(row, column, first, tile)
        }
      }
    }
  }

  private init(rows: Int, columns: Int, depth: Int) {
    (self.rows, self.columns, self.depth) = (rows, columns, depth)
  }

  private static let areOfUse: Bool = {
    let kernel = BLASKernel.current
    return kernel.width == .avx512 && isRecent(kernel.configuration)
  }()

  /// Whether a configuration such as "OpenBLAS 0.3.21 DYNAMIC_ARCH …" is of 0.3.18 or later.
  static func isRecent(_ configuration: String) -> Bool {
    let words = configuration.split(separator: " ")
    guard words.count > 1, words[0] == "OpenBLAS" else { return false }
    let version = words[1].split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
    return !version.lexicographicallyPrecedes([0, 3, 18])
  }
}
