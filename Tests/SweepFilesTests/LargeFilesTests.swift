import Foundation
import SweepFiles
import TestSupport
import Testing

/// Sweep files that once kept the program busy for minutes: each is answered at once.
@Suite struct LargeFilesTests {
  static let files: [(String, String)] = [
    (
      "nested merges",
      "a0: &a0 {k0: 1}\n"
        + (1..<2000).map { "a\($0): &a\($0) {<<: *a\($0 - 1), k\($0): 1}" }.joined(separator: "\n")
    ),
    ("very many keys", (0..<100_000).map { "key\($0): 1" }.joined(separator: "\n")),
    (
      "many misspelt keys",
      "model:\n" + (0..<20_000).map { "  widht\($0): 1" }.joined(separator: "\n")
    ),
    (
      "misspelt keys, as many as may be",
      "model:\n" + (0..<999).map { "  widht\($0): 1" }.joined(separator: "\n")
    ),
    (
      "a large merge",
      "a: &a\n" + (0..<40_000).map { "  k\($0): 1" }.joined(separator: "\n") + "\nb: {<<: *a}\n"
    ),
    (
      "axes of more values than a sweep may have",
      "model: {gain: {linear: [0, 1, 1000000]}, width: {linear: [1, 9, 1000000]}, "
        + "depth: {linear: [1, 9, 1000000]}}"
    ),
  ]

  @Test(arguments: files)
  func `a large file is answered within seconds`(_ name: String, _ text: String) {
    let begin = threadSeconds()
    #expect(throws: SweepError.self) { try plan(text) }
    #expect(threadSeconds() - begin < 10)
  }
}
