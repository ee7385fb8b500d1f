import Figures
import Schema
import Summaries
import Testing

@testable import Judging
@testable import LearningFindings
@testable import Records
@testable import RecurrentFindings

/// Made-up results of `sweeps/dimensionality.yaml`.
private struct MadeUp {
  var trials: [FindingTable.Trial] = []

  /// A net of three layers (and the input) on curved clusters; each estimate before and after training.
  mutating func clusters(
    size: Int = 2000, batch: Int = 16, noise: Double = 0, accuracy: Double = 0.98,
    _ layers: [String: ([Double], [Double])], seed: Int = 0
  ) {
    var values = layers.mapValues { [$0.0 + [.nan], $0.1 + [.nan]] }
    values["validation_accuracy"] = [[0.1], [accuracy]]
    trials.append(
      FindingTable.Trial(
        settings: [
          "task.name": .text("curved-clusters"), "task.train_samples": .integer(size),
          "task.batch": .integer(batch), "task.label_noise": .real(noise),
          // Three layers; nets of other trials have four.
          "model.widths": .list([.integer(100), .integer(100), .integer(100)]),
        ], replicate: seed, steps: [0, 100], values: values))
  }

  mutating func teacher(
    batch: SettingValue, noise: Double = 0, ratio: Double, balance: Double
  ) {
    trials.append(
      FindingTable.Trial(
        settings: [
          "task.name": .text("noisy-linear-teacher"), "task.train_samples": .integer(400),
          "task.batch": batch, "task.outputs": .integer(3), "training.weight_noise": .real(noise),
        ], steps: [0, 100],
        values: [
          "layer_participation_ratio": [[30, 22, .nan], [30, ratio, .nan]],
          "balance": [[1.6], [balance]],
        ]))
  }

  var table: FindingTable { FindingTable(trials) }
}

/// As the specification's pilot found it, layers 0, 3, 6 and 8.
private let pilot: [String: ([Double], [Double])] = [
  "layer_participation_ratio": ([9.1, 13, 9.2, 6.1], [9.1, 12.1, 8.5, 7.5]),
  "layer_local_participation_ratio": ([5.4, 6.3, 6.3, 6.4], [5.4, 4.8, 4.5, 4.2]),
  "layer_two_nearest_neighbours": ([8.2, 8.2, 7.3, 7.3], [8.2, 7.7, 6.6, 5.8]),
  "layer_maximum_likelihood": ([3.7, 4.2, 4.9, 5.1], [3.7, 3.3, 3.0, 3.0]),
]

private func failures(_ finding: any Finding.Type, _ table: FindingTable) throws -> [String] {
  try Verdict(finding, on: table).statistics.filter { !$0.passes }.map(\.name)
}

extension MadeUpFinding {
  static let dimensionalityLayers = MadeUpFinding(
    DimensionalityLayers.self, with: layers(pilot),
    without: layers(pilot.mapValues { ($0.0, $0.0) }),
    // There is one arm: its labels are "before" and "after".
    shuffled: layers(pilot.mapValues { ($0.1, $0.0) }))

  private static func layers(_ estimates: [String: ([Double], [Double])]) -> FindingTable {
    var made = MadeUp()
    made.clusters(estimates)
    made.clusters(estimates, seed: 1)
    return made.table
  }

  static let dimensionalityNoise = MadeUpFinding(
    DimensionalityNoise.self, with: DimensionalityTests.noise(),
    without: DimensionalityTests.noise(
      one: 22.5, two: 22.6, eight: 22.7, strong: 22, balance: 1.5))

  static let dimensionalityGeneralization = MadeUpFinding(
    DimensionalityGeneralization.self, with: DimensionalityTests.generalization(),
    without: DimensionalityTests.generalization(order: [3, 1, 4, 2, 0]))
}

@Suite struct DimensionalityTests {
  @Test func `the pilot's layers pass, and other batches and spoiled labels are not judged`() throws
  {
    var made = MadeUp()
    made.clusters(pilot)
    made.clusters(batch: 256, accuracy: 0.2, [:])
    made.clusters(size: 1000, noise: 0.5, accuracy: 0.2, [:])
    made.clusters(size: 1000, accuracy: 0.2, [:])
    #expect(try failures(DimensionalityLayers.self, made.table) == [])
    let figures = DimensionalityLayers.figures(of: made.table)
    #expect(figures.first?.panels.count == 4)
  }

  @Test func `each mark of the layers is missed by the net that misses it`() throws {
    let wrong: [(String, ([Double], [Double]), Int)] = [
      ("layer_participation_ratio", ([9, 9, 9, 9], [9, 10, 9, 7]), 1),
      ("layer_participation_ratio", ([9, 9, 9, 9], [9, 12, 12, 9.2]), 1),
      ("layer_local_participation_ratio", ([5, 5, 5, 6], [5, 5, 5, 4.5]), 1),
      ("layer_local_participation_ratio", ([5, 5, 5, 5.2], [5, 5, 5, 4]), 1),
      ("layer_two_nearest_neighbours", ([8, 8, 8, 8], [8, 8, 8, 7]), 1),
      ("layer_maximum_likelihood", ([4, 4, 4, 4], [4, 4, 4, 3]), 1),
    ]
    for (variable, layers, count) in wrong {
      var made = MadeUp()
      made.clusters(pilot.merging([variable: layers]) { $1 })
      #expect(try failures(DimensionalityLayers.self, made.table).count == count, "\(layers)")
    }
    var inaccurate = MadeUp()
    inaccurate.clusters(accuracy: 0.94, pilot)
    #expect(try failures(DimensionalityLayers.self, inaccurate.table) == ["test accuracy"])
  }

  fileprivate static func noise(
    full: Double = 21.9, one: Double = 3, two: Double = 3.7, eight: Double = 16,
    strong: Double = 3.1, balance: Double = 1, fullBalance: Double = 1.55
  ) -> FindingTable {
    var made = MadeUp()
    made.teacher(batch: .text("full"), ratio: full, balance: fullBalance)
    made.teacher(batch: .integer(64), ratio: 22.7, balance: 1.5)
    made.teacher(batch: .integer(8), ratio: eight, balance: 1.2)
    made.teacher(batch: .integer(2), ratio: two, balance: balance)
    made.teacher(batch: .integer(1), ratio: one, balance: 1)
    made.teacher(batch: .text("full"), noise: 0.05, ratio: 3, balance: 1)
    made.teacher(batch: .text("full"), noise: 0.1, ratio: strong, balance: 1)
    return made.table
  }

  @Test func `the pilot's compression by noise passes`() throws {
    #expect(try failures(DimensionalityNoise.self, Self.noise()) == [])
    #expect(DimensionalityNoise.figures(of: Self.noise()).first?.panels.count == 2)
  }

  @Test func `each mark of the noise is missed by the net that misses it`() throws {
    #expect(try failures(DimensionalityNoise.self, Self.noise(full: 19)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(one: 4.6, two: 5)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(strong: 4.6)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(two: 17)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(balance: 1.2)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(balance: 0.8)).count == 1)
    #expect(try failures(DimensionalityNoise.self, Self.noise(fullBalance: 1.2)).count == 1)
  }

  fileprivate static func generalization(
    last: Double = 9, order: [Int] = [0, 1, 2, 3, 4]
  ) -> FindingTable {
    var made = MadeUp()
    let dimensions = [4.2, 5.7, 7, 8.7, last]
    for (index, accuracy) in [0.97, 0.85, 0.64, 0.4, 0.12].enumerated() {
      let dimension = dimensions[order[index]]
      let layers = ([5.0, 5, 5, 6], [5.0, 5, 5, dimension])
      made.clusters(
        size: 1000, batch: 64, noise: Double(index) / 4, accuracy: accuracy,
        pilot.merging([
          "layer_local_participation_ratio": layers, "layer_maximum_likelihood": layers,
        ]) { $1 })
    }
    return made.table
  }

  @Test func `dimension against generalisation passes where it falls, and misses elsewhere`() throws
  {
    #expect(try failures(DimensionalityGeneralization.self, Self.generalization()) == [])
    let disordered = Self.generalization(order: [3, 1, 4, 2, 0])
    #expect(try failures(DimensionalityGeneralization.self, disordered).count == 3)
    let flat = try failures(DimensionalityGeneralization.self, Self.generalization(last: 6.5))
    #expect(flat.contains { $0.hasPrefix("local participation ratio") })
  }

  @Test func `nothing to judge is a miss`() {
    let empty = FindingTable([])
    for finding in [
      DimensionalityLayers.self, DimensionalityNoise.self, DimensionalityGeneralization.self,
      RankStaircase.self,
    ] as [any Finding.Type] {
      #expect(finding.statistics(of: empty).contains { !$0.passes })
      #expect(finding.figures(of: empty).allSatisfy { !$0.title.isEmpty })
    }
  }

  @Test func `rank correlations are those of SciPy, ties averaged`() {
    // scipy.stats.spearmanr([1, 2, 2, 4, 5], [5, 6, 7, 8, 7]) = 0.7631578947368421.
    let found = Statistics.rankCorrelation([1, 2, 2, 4, 5], [5, 6, 7, 8, 7])
    #expect(abs(found - 0.763_157_894_736_842_1) < 1e-14)
    #expect(Statistics.rankCorrelation([1, 2, 3], [30, 20, 10]) == -1)
    #expect(Statistics.rankCorrelation([1, 1, 1], [1, 2, 3]).isNaN)
    #expect(Statistics.rankCorrelation([1, .nan], [1, 2]).isNaN)
  }
}
