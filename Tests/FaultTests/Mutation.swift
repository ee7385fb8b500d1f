import Foundation
import TestSupport

extension Data {
  /// These bytes with one to eight bits flipped, or a stretch overwritten, zeroed, copied from elsewhere, or cut off.
  func mutated(_ source: inout SeededSource) -> Data {
    var bytes = [UInt8](self)
    let kind = Int.random(in: 0..<10, using: &source)
    let place = Int.random(in: 0..<bytes.count, using: &source)
    let length = Swift.min(bytes.count - place, Int.random(in: 1...64, using: &source))
    switch kind {
    case 0:
      for i in place..<place + length { bytes[i] = UInt8.random(in: 0...255, using: &source) }
    case 1: for i in place..<place + length { bytes[i] = 0 }
    case 2:
      let from = Int.random(in: 0...bytes.count - length, using: &source)
      bytes.replaceSubrange(place..<place + length, with: Array(bytes[from..<from + length]))
    case 3: bytes.removeSubrange(place...)
    default:
      for _ in 0..<[1, 1, 1, 2, 4, 8][Int.random(in: 0..<6, using: &source)] {
        let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &source)
        bytes[Int.random(in: 0..<bytes.count, using: &source)] ^= bit
      }
    }
    return Data(bytes)
  }
}
