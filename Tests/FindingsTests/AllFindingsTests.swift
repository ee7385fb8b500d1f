import Figures
import Schema
import Testing

@testable import Findings
@testable import Judging

/// What holds for every finding, on made-up results.
@Suite struct AllFindingsTests {
  private func verdict(_ made: MadeUpFinding, _ table: FindingTable) throws -> Verdict {
    try Verdict(made.finding, on: table)
  }

  /// Misses, some of it for want of numbers, and says why; the list of statistics is that of the whole table.
  private func expectLack(
    _ made: MadeUpFinding, _ table: FindingTable, says word: String
  ) throws {
    let found = try verdict(made, table)
    let settings = table.trials.first.map { "\($0.settings.own)" } ?? ""
    #expect(found.statistics.map(\.name) == (try verdict(made, made.with)).statistics.map(\.name))
    let none = found.statistics.filter { $0.value.isNaN }
    #expect(!none.isEmpty && !found.passes, "\(settings)")
    for statistic in none {
      #expect(!statistic.passes && statistic.reason?.contains(word) == true, "\(statistic)")
    }
    #expect(found.statistics.allSatisfy { $0.value.isNaN || $0.reason == nil })
  }

  @Test func `every finding of the catalogue has made-up results`() {
    let names = MadeUpFinding.all.map { $0.finding.name }
    #expect(names.sorted() == FindingCatalogue.all.names.sorted())
  }

  @Test(arguments: MadeUpFinding.all)
  func `the effect passes every mark`(_ made: MadeUpFinding) throws {
    let found = try verdict(made, made.with)
    #expect(found.passes, "\(found.statistics.filter { !$0.passes })")
  }

  @Test(arguments: MadeUpFinding.all)
  func `results without the effect miss, and so do those with shuffled labels`(
    _ made: MadeUpFinding
  ) throws {
    #expect(try !verdict(made, made.without).passes)
    #expect(try verdict(made, made.without).statistics.allSatisfy { $0.reason == nil })
    #expect(try !verdict(made, made.shuffled).passes)
  }

  @Test(arguments: MadeUpFinding.all)
  func `each arm that is missing is a miss with its reason`(_ made: MadeUpFinding) throws {
    for places in made.with.configurations {
      try expectLack(made, made.with.without(places), says: "no trials")
    }
  }

  @Test(arguments: MadeUpFinding.all)
  func `a diverged trial of each arm is a miss that counts it, whatever it recorded`(
    _ made: MadeUpFinding
  ) throws {
    for places in made.with.configurations {
      try expectLack(made, made.with.diverged(at: places[0]), says: "1 diverged")
    }
  }

  @Test(arguments: MadeUpFinding.all)
  func `final numbers that are NaN are a miss, not those of an earlier checkpoint`(
    _ made: MadeUpFinding
  ) throws {
    for places in made.with.configurations {
      var table = made.with
      for name in table.variables {
        guard let rows = table.trials[places[0]].values[name], let last = rows.last else {
          continue
        }
        table.trials[places[0]].values[name]?[rows.count - 1] = last.map { _ in .nan }
      }
      try expectLack(made, table, says: "NaN")
    }
  }

  @Test(arguments: MadeUpFinding.all)
  func `figures are drawn of trials that came to their end, and of none`(
    _ made: MadeUpFinding
  ) {
    let broken = made.with.diverged(at: 0).complete
    #expect(broken.trials.count == made.with.trials.count - 1)
    #expect(made.finding.figures(of: broken).allSatisfy { !$0.title.isEmpty })
    #expect(made.finding.figures(of: FindingTable([])).allSatisfy { !$0.title.isEmpty })
  }
}
