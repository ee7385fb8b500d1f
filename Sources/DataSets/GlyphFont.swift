/// Digits in a font of 5×7 dots, placed in a larger field: images for machines without data sets.
///
/// The rows are fixed, so that results compare across implementations.
package enum GlyphFont {
  /// Pixels of a field from top to bottom.
  package static let rows = 9
  /// Pixels of a field from left to right.
  package static let columns = 7

  /// Each digit as seven rows from the top, 1 = ink.
  private static let digits = [
    "01110 10001 10011 10101 11001 10001 01110", "00100 01100 00100 00100 00100 00100 01110",
    "01110 10001 00001 00010 00100 01000 11111", "11111 00010 00100 00010 00001 10001 01110",
    "00010 00110 01010 10010 11111 00010 00010", "11111 10000 11110 00001 00001 10001 01110",
    "00110 01000 10000 11110 10001 10001 01110", "11111 00001 00010 00100 01000 01000 01000",
    "01110 10001 10001 01110 10001 10001 01110", "01110 10001 10001 01111 00001 00010 01100",
  ].map { glyph in glyph.split(separator: " ").map { row in row.map { $0 == "1" ? 1.0 : 0 } } }

  /// `digit` in a field of 9×7 pixels, row-major, with its upper left corner at (`down`, `right`), each 0, 1 or 2.
  package static func image(_ digit: Int, down: Int, right: Int) -> [Double] {
    var image = [Double](repeating: 0, count: rows * columns)
    for (y, row) in digits[digit].enumerated() {
      for (x, ink) in row.enumerated() { image[(y + down) * columns + x + right] = ink }
    }
    return image
  }
}
