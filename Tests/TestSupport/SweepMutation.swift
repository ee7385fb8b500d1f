/// Pieces that mean something to a sweep file or to YAML.
private let pieces = [
  "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "  ", "\t", "#", "&a ", "*a", "<<: ", "!!str ",
  "\"", "'", "|", ">", "---\n", "...", "? ", "%", "@", "~", "null", "true", "no", ".nan", "-.inf",
  "1e999", "-1", "0", "010", "0x1F", "1_000", "9223372036854775808", "1e-3", "grid: ", "linear: ",
  "log: ", "random: ", "samples: ", "{grid: [1, 2]}", "{log: [1, 100, 3]}",
  "{random: {integer: [-9007199254740992, 9007199254740992]}, samples: 3}", "zip: ", "exclude: ",
  "only: ", "[[width, gain]]", "width", "cell", "lstm", "gamma", "\u{FEFF}", "é", "\u{1F600}",
  "\u{85}", "\u{2028}", "\r", "\r\n", "\0",
]

/// `text` with one to four bytes or pieces changed, added, removed or moved.
package func mutatedSweep(_ text: [UInt8], _ source: inout SeededSource) -> [UInt8] {
  var bytes = text
  for _ in 0..<Int.random(in: 1...4, using: &source) {
    let place = Int.random(in: 0...bytes.count, using: &source)
    let length = min(bytes.count - place, Int.random(in: 0...12, using: &source))
    let digits = bytes.indices.filter {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[$0])
    }
    switch Int.random(in: 0..<8, using: &source) {
    case 5...7:
      guard let place = digits.randomElement(using: &source) else { continue }
      bytes[place] = UInt8.random(in: UInt8(ascii: "0")...UInt8(ascii: "9"), using: &source)
    case 0: bytes.insert(UInt8.random(in: 0...255, using: &source), at: place)
    case 1: bytes.removeSubrange(place..<(place + length))
    case 2:
      let moved = Array(bytes[place..<(place + length)])
      bytes.insert(contentsOf: moved, at: Int.random(in: 0...bytes.count, using: &source))
    case 3:
      let piece = pieces.randomElement(using: &source) ?? ""
      bytes.replaceSubrange(place..<(place + length), with: Array(piece.utf8))
    default:
      bytes.insert(contentsOf: (pieces.randomElement(using: &source) ?? "").utf8, at: place)
    }
  }
  return bytes
}
