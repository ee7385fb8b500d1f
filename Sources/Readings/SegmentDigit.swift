import LinearAlgebra
package import RandomStreams

/// A digit drawn with the strokes of a seven-segment display, in a field of 28 × 28 pixels: stand-ins for handwritten
/// digits of which every resolution can be read.
///
/// Place, width and stroke vary, so that there are 150 drawings of each digit.
package struct SegmentDigit: Sendable {
  /// The digits, by their classes, with the segments that each has. Segment a is the top, then clockwise b to f; g is the
  /// middle.
  private static let segments = ["abcdef", "bc", "fgbc", "abc", "abged"]
  /// How many digits there are: 0, 1, 4, 7 and 2.
  package static let classes = segments.count
  /// The side of the field in pixels.
  package static let side = 28

  /// The digit's number among the classes.
  package let label: Int
  private let ink: [Bool]

  /// A digit and how it is drawn, all drawn uniformly.
  package init(from random: inout RandomStream) {
    let label = random.integer(below: Self.classes)
    let (right, down) = (random.integer(below: 5) - 2, random.integer(below: 5) - 2)
    let (stroke, widening) = (2 + random.integer(below: 2), random.integer(below: 3) - 1)
    self.init(label, right: right, down: down, stroke: stroke, widening: widening)
  }

  /// A digit at a place.
  ///
  /// - Parameters:
  ///   - right: How far it stands to the right of the middle, −2 … 2 pixels.
  ///   - down: How far it stands below the middle, −2 … 2 pixels.
  ///   - stroke: The width of a stroke, 2 or 3 pixels.
  ///   - widening: What is added to the digit's width, −1 … 1 pixels.
  package init(_ label: Int, right: Int, down: Int, stroke: Int, widening: Int) {
    self.label = label
    let (left, far) = (8 + right, 19 + right + widening)
    let (top, middle, bottom) = (5 + down, 13 + down, 22 + down)
    let across = left..<far + stroke
    let (upper, lower) = (top..<middle + stroke, middle..<bottom + stroke)
    var ink = [Bool](repeating: false, count: Self.side * Self.side)
    for segment in Self.segments[label] {
      let (rows, columns) =
        switch segment {
        case "a": (top..<top + stroke, across)
        case "g": (middle..<middle + stroke, across)
        case "d": (bottom..<bottom + stroke, across)
        case "f": (upper, left..<left + stroke)
        case "b": (upper, far..<far + stroke)
        case "e": (lower, left..<left + stroke)
        default: (lower, far..<far + stroke)
        }
      for row in rows { for column in columns { ink[row * Self.side + column] = true } }
    }
    self.ink = ink
  }

  /// Whether there is ink at place `step` of the digit at `size` × `size` pixels, row by row: that of the field at
  /// ⌊i · 28/size⌋ and ⌊j · 28/size⌋.
  package func hasInk(at step: Int, of size: Int) -> Bool {
    let (i, j) = step.quotientAndRemainder(dividingBy: size)
    return ink[i * Self.side / size * Self.side + j * Self.side / size]
  }
}
