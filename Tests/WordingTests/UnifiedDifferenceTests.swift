import Foundation
import TestSupport
import Testing
import Wording

@Suite struct UnifiedDifferenceTests {
  private let old = (1...20).map { "line \($0)" }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// What `diff -u` says, without its two lines of names.
  private func expected(_ a: [String], _ b: [String]) throws -> String {
    try withTemporaryDirectory { folder in
      try text(a).write(toFile: "\(folder)/a", atomically: false, encoding: .utf8)
      try text(b).write(toFile: "\(folder)/b", atomically: false, encoding: .utf8)
      let outcome = try run("/usr/bin/diff", ["-u", "\(folder)/a", "\(folder)/b"])
      return outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
        .joined(separator: "\n")
    }
  }

  @Test func `differences are those of diff`() throws {
    var changes: [[String]] = []
    for place in [0, 1, 9, 19] {
      var changed = old
      changed[place] = "another"
      changes.append(changed)
      changed.remove(at: place)
      changes.append(changed)
      changes.append(Array(old[..<place]) + ["more", "and more"] + old[place...])
    }
    var far = old
    (far[2], far[16]) = ("x", "y")
    var near = old
    (near[5], near[10]) = ("x", "y")
    var (joined, apart) = (old, old)
    (joined[5], joined[12]) = ("x", "y")
    (apart[5], apart[13]) = ("x", "y")
    changes += [far, near, joined, apart, [], old + ["end"]]
    for new in changes {
      #expect(try unifiedDifference(text(old), text(new)) == expected(old, new))
    }
    #expect(unifiedDifference(text(old), text(old)) == "")
  }
}
