import DataSets
import LinearAlgebra
import RandomStreams

extension GlyphFont {
  /// A digit at a place, both drawn uniformly, with normal noise, clipped to 0 … 1.
  static func draw(
    noise: Double, from random: inout RandomStream
  ) -> (digit: Int, image: [Double]) {
    let digit = random.integer(below: 10)
    let (down, right) = (random.integer(below: 3), random.integer(below: 3))
    let image = image(digit, down: down, right: right).map { ink in
      min(1, max(0, ink + noise * random.normal()))
    }
    return (digit, image)
  }
}
