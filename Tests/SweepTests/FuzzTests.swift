import Schema
import Sweep
import TestSupport
import Testing

/// Mangled files of each original; 1 000 000 in all where the long tests are wanted.
private let rounds = allTestsAreWanted ? 500_000 : 2500

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
private func mutated(_ text: [UInt8], _ source: inout SeededSource) -> [UInt8] {
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

private let originals = [
  exampleText,
  """
  task: {name: {grid: [copy, fashion-rows]}, delay: 5}
  model: &m
    activation: {family: {grid: [tanh, gamma, relu]}, gain: 5}
    width: {random: {choice: [1, 2, 3]}, samples: 4}
  training: {steps: {grid: [1, 2, 3, 4]}, clip: none}
  zip: [[width, steps]]
  exclude: [{family: gamma, width: {above: 1}}, {steps: [1, 3]}]
  only: [{name: {not: copy}}]
  """,
]

@Test(arguments: originals.indices)
func `a mangled file is a plan or a list of mistakes, never a trap`(original: Int) {
  var source = SeededSource(seed: UInt64(original) + 2026)
  let text = Array(originals[original].utf8)
  var plans = 0
  for _ in 0..<rounds {
    let bytes = mutated(text, &source)
    do throws(SweepError) {
      let plan = try SweepPlan(bytes: bytes, file: "sweep.yaml", schema: exampleSchema)
      plans += 1
      let last = plan.configuration(of: plan.trialCount - 1)
      #expect(last.index == plan.trialCount - 1)
      #expect(throws: Never.self, "\(plan.text)") {
        let again = try SweepPlan(
          text: plan.fullText(), file: "sweep.yaml", schema: exampleSchema)
        #expect(again == plan, "\(plan.text)")
      }
    } catch {
      #expect(!error.problems.isEmpty)
      #expect(error.problems.allSatisfy { $0.location >= .start && !$0.found.isEmpty })
    }
  }
  print("mangled sweep files: \(rounds), of which \(plans) were plans")
  // Neither side of the check may be idle.
  #expect(plans * 25 > rounds && plans * 25 < rounds * 24)
}
