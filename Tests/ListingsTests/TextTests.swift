import Schema
import Testing

@testable import Listings

@Suite struct TextTests {
  private let table = TextTable(columns: [
    .init(title: "trial", cells: ["0", "11"], isEssential: true),
    .init(title: "cell", alignment: .left, cells: ["rnn", "tanh"]),
    .init(title: "validation_loss", cells: ["0.25", "10"]),
    .init(title: "max_lyapunov", cells: ["-0.1", "0.02"]),
  ])

  @Test func `a table is aligned, numbers to the right`() {
    let (lines, omitted) = table.lines(width: nil)
    #expect(
      lines == [
        "trial  cell  validation_loss  max_lyapunov",
        "    0  rnn              0.25          -0.1",
        "   11  tanh               10          0.02",
      ])
    #expect(omitted.isEmpty)
  }

  @Test func `where room is short, titles are broken`() {
    let (lines, omitted) = table.lines(width: 40)
    #expect(
      lines == [
        "             validation_      max_",
        "trial  cell         loss  lyapunov",
        "    0  rnn          0.25      -0.1",
        "   11  tanh           10      0.02",
      ])
    #expect(omitted.isEmpty)
  }

  @Test func `where it is shorter still, the last columns go, but not an essential one`() {
    let (lines, omitted) = table.lines(width: 26)
    #expect(lines.allSatisfy { $0.count <= 26 })
    #expect(omitted == ["max_lyapunov"])
    let (least, others) = table.lines(width: 3)
    #expect(least == ["trial", "    0", "   11"])
    #expect(others == ["cell", "validation_loss", "max_lyapunov"])
  }

  @Test func `what is missing sorts last, whatever the direction`() {
    let keys: [JSONValue] = [.number(2), .null, .number(.nan), .number(1), .number(2)]
    #expect(
      TrialListing.sorted(keys, places: keys.map { _ in 0 }, descending: false) == [3, 0, 4, 1, 2])
    #expect(
      TrialListing.sorted(keys, places: keys.map { _ in 0 }, descending: true) == [0, 4, 3, 1, 2])
  }

  @Test func `accuracies go down, all else up`() {
    #expect(TrialListing.Order(name: "validation_accuracy").descends)
    #expect(!TrialListing.Order(name: "validation_loss").descends)
    #expect(TrialListing.Order(name: "validation_loss", isDescending: true).descends)
  }
}
