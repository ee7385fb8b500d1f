import Figures
import Schema
import Testing

@testable import Judging
@testable import RecurrentFindings

private let changes: SettingValue = .list(
  ["scored=recall", "scored=recall delay=40", "scored=recall delay=80", "scored=recall delay=160"]
    .map { .text($0) })

/// A net that was tried at T, 2 T, 4 T and 8 T.
private func trial(_ more: [String: SettingValue], _ accuracies: [Double]) -> FindingTable.Trial {
  let shared: [String: SettingValue] = [
    "task.delay": .integer(20), "observe.under_change.changes": changes,
  ]
  return FindingTable.Trial(
    settings: more.merging(shared) { own, _ in own }, steps: [0, 1200],
    values: [
      "changed_accuracy": [[.nan, .nan, .nan, .nan], accuracies],
      "gradient_norm_by_lag": [[1, 0.1, 0.01], [1, 0.5, 0.25]],
    ])
}

/// The pilot's accuracies, by task, cell and memory, with some in their place.
private func screening(_ changed: [String: [Double]] = [:]) -> FindingTable {
  let pilot: [String: [Double]] = [
    "copy rnn none": [0.98, 0.22, 0.34, 0.27], "copy rnn full": [0.94, 0.94, 0.94, 0.93],
    "copy rnn screened": [0.98, 0.98, 0.98, 0.98], "denoise rnn none": [0.65, 0.40, 0.35, 0.36],
    "denoise lstm none": [0.60, 0.40, 0.32, 0.25], "denoise rnn full": [0.83, 0.82, 0.81, 0.81],
    "denoise rnn screened": [0.77, 0.78, 0.77, 0.74],
  ]
  return FindingTable(
    pilot.merging(changed) { $1 }.sorted { $0.key < $1.key }.map { name, accuracies in
      let words = name.split(separator: " ").map { SettingValue.text(String($0)) }
      return trial(
        ["task.name": words[0], "model.cell": words[1], "model.attention.memory": words[2]],
        accuracies)
    })
}

private func budget(_ lost: Double = 0.27, _ kept: Double = 0.97) -> FindingTable {
  let sizes = [(5, 0), (5, 2), (5, 4), (5, 6), (2, 8), (10, 8)]
  return FindingTable(
    sizes.map { recent, relevant in
      let sizes: [String: SettingValue] = [
        "model.attention.recent": .integer(recent), "model.attention.relevant": .integer(relevant),
      ]
      return trial(sizes, [0.98, 0.9, 0.9, relevant == 0 ? lost : kept])
    })
}

/// Norms as the theorems have them, by memory and length: the third state is looked at.
private func gradients(_ norm: (String, Double) -> Double) -> FindingTable {
  let lengths = ["none": [32, 64], "full": [32, 64, 128, 256, 512], "screened": [32, 512]]
  return FindingTable(
    lengths.sorted { $0.key < $1.key }.flatMap { memory, lengths in
      lengths.map { length in
        var norms = [Double](repeating: 7, count: 512)
        norms[length - 3] = norm(memory, Double(length))
        norms[length - 1 - length / 2] = 3 * norm(memory, Double(length))
        return FindingTable.Trial(
          settings: [
            "model.attention.memory": .text(memory), "task.stimulus": .integer(length),
          ], steps: [0], values: ["gradient_norm_by_lag": [norms]])
      }
    })
}

private func theorems(_ memory: String, _ length: Double) -> Double {
  switch memory {
  case "none": length == 32 ? 1.4e-5 : 5e-13
  case "full": 7 / length
  default: length == 32 ? 1.08 : 0.78
  }
}

extension MadeUpFinding {
  static let relevancyScreening = MadeUpFinding(
    RelevancyScreening.self, with: screening(),
    without: screening(["copy rnn full": [0.94, 0.5, 0.4, 0.3]]))
  static let relevancyGradient = MadeUpFinding(
    RelevancyGradient.self, with: gradients(theorems),
    without: gradients { memory, length in memory == "full" ? 1 : theorems(memory, length) })
  static let relevancyBudget = MadeUpFinding(
    RelevancyBudget.self, with: budget(), without: budget(0.9))
}

@Suite struct RelevancyScreeningTests {
  private func passes(_ finding: any Finding.Type, _ table: FindingTable) throws -> [Bool] {
    try Verdict(finding, on: table).statistics.map(\.passes)
  }

  @Test func `the pilot's accuracies pass, and what is lost over longer delays is a miss`() throws {
    #expect(try passes(RelevancyScreening.self, screening()) == Array(repeating: true, count: 12))
    let short = screening(["denoise rnn screened": [0.77, 0.7, 0.68, 0.6]])
    #expect(try passes(RelevancyScreening.self, short).count { !$0 } == 1)
    let lasting = screening(["copy rnn none": [0.98, 0.22, 0.34, 0.5]])
    #expect(try passes(RelevancyScreening.self, lasting).count { !$0 } == 1)
  }

  @Test func `each budget of relevant states has its mark`() throws {
    #expect(try passes(RelevancyBudget.self, budget()) == Array(repeating: true, count: 6))
    #expect(
      try passes(RelevancyBudget.self, budget(0.27, 0.7)) == [true]
        + Array(repeating: false, count: 5))
  }

  @Test func `derivatives are looked at by the third state, wherever the sequence ends`() throws {
    #expect(try passes(RelevancyGradient.self, gradients(theorems)) == [true, true, true, true])
    let slope = try Verdict(RelevancyGradient.self, on: gradients(theorems)).statistics.map(\.value)
    #expect(abs(slope[0] + 1) < 1e-12 && abs(slope[1] + 1) < 1e-12)
    let steep = gradients { $0 == "full" ? 1 / ($1 * $1) : theorems($0, $1) }
    #expect(try passes(RelevancyGradient.self, steep) == [false, false, true, true])
  }
}
