import FileOwnership
import Foundation
import Publishing
import Records
import Results
import Schema
import TestSupport
import Testing

/// Whether the validator of RO-Crates is there (roc-validator, from PyPI), and where.
private let validator = ProcessInfo.processInfo.environment["DYNSWEEP_ROCRATE_VALIDATOR"]

private let told = """
  about:
    title: Ranks while nets learn
    summary: Eight nets.
    authors:
      - {name: Ada Lovelace, orcid: 0000-0002-1825-0097}
      - {name: Charles Babbage, institution: Trinity}
    institution: London
    licence: CC-BY-4.0
    doi: 10.5281/zenodo.1234
    references: [https://arxiv.org/abs/2412.05144, Benettin et al. 1980]
    keywords: [chaos, rank]
  """

@Suite struct CrateTests {
  /// The entities of a crate by their addresses.
  private func entities(_ example: PublishedExample) throws -> [String: [String: Any]] {
    let crate = try crate(example)
    let object = try JSONSerialization.jsonObject(with: Data(crate.json.text().utf8))
    let whole = try #require(object as? [String: Any])
    #expect(whole["@context"] as? String == "https://w3id.org/ro/crate/1.1/context")
    let graph = try #require(whole["@graph"] as? [[String: Any]])
    let pairs = graph.map { ($0["@id"] as? String ?? "", $0) }
    #expect(Set(pairs.map(\.0)).count == graph.count && !pairs.contains { $0.0.isEmpty })
    return Dictionary(pairs) { first, _ in first }
  }

  private func crate(_ example: PublishedExample) throws -> ResearchCrate {
    try example.withFile { path in
      ResearchCrate(
        try RecordedSweep(try ResultsReader(path)), size: 4096,
        end: Date(timeIntervalSince1970: 1_767_400_000),
        today: Date(timeIntervalSince1970: 1_767_500_000))
    }
  }

  /// Every address that an entity's properties refer to.
  private func references(_ value: Any) -> [String] {
    switch value {
    case let list as [Any]: list.flatMap(references)
    case let object as [String: Any]: (object["@id"] as? String).map { [$0] } ?? []
    default: []
    }
  }

  // What MUST be by the specification of RO-Crate 1.1 and the profile of process runs.
  @Test(arguments: ["", told])
  func `a crate keeps the rules`(about: String) throws {
    var example = PublishedExample()
    example.about = about
    let entities = try entities(example)
    let descriptor = try #require(entities["ro-crate-metadata.json"])
    #expect(descriptor["@type"] as? String == "CreativeWork")
    #expect(references(descriptor["about"] ?? "") == ["./"])
    #expect(references(descriptor["conformsTo"] ?? "") == ["https://w3id.org/ro/crate/1.1"])
    let root = try #require(entities["./"])
    #expect(root["@type"] as? String == "Dataset")
    for key in ["name", "description", "datePublished", "license", "hasPart", "mentions"] {
      #expect(root[key] != nil, "\(key)")
    }
    #expect(root["datePublished"] as? String == "2026-01-04")
    for entity in entities.values {
      #expect(entity["@type"] is String)
      for (key, value) in entity where key != "@id" {
        for target in references(value) {
          let isOutside =
            key == "conformsTo" && target.hasPrefix("https://w3id.org/ro/crate/")
          #expect(isOutside || entities[target] != nil, "\(target)")
        }
      }
    }
    let run = try #require(entities["#run"])
    #expect(run["@type"] as? String == "CreateAction")
    #expect(references(run["instrument"] ?? "") == ["#program-1"])
    #expect(references(run["result"] ?? "") == ["a.h5"])
    #expect(references(run["object"] ?? "") == ["example.yaml"])
    #expect(run["startTime"] as? String == "2026-01-02T03:04:05+00:00")
    #expect(run["endTime"] as? String == "2026-01-03T00:26:40+00:00")
    #expect(run["description"] as? String == "8 trials: 6 complete, 1 diverged, 1 failed.")
    #expect(run["actionStatus"] as? String == "http://schema.org/CompletedActionStatus")
    #expect(entities["#program-1"]?["softwareVersion"] as? String == "0.1.0 (commit 3f3ce70)")
  }

  @Test func `who made it and how it may be used stands in the crate`() throws {
    var example = PublishedExample()
    example.about = told
    let entities = try entities(example)
    let root = try #require(entities["./"])
    #expect(root["name"] as? String == "Ranks while nets learn")
    #expect(root["description"] as? String == "Eight nets.")
    #expect(root["identifier"] as? String == "https://doi.org/10.5281/zenodo.1234")
    #expect(root["keywords"] as? String == "chaos, rank")
    let ada = "https://orcid.org/0000-0002-1825-0097"
    #expect(references(root["author"] ?? "") == [ada, "#author-2"])
    #expect(references(root["license"] ?? "") == ["https://spdx.org/licenses/CC-BY-4.0"])
    #expect(
      references(root["citation"] ?? "") == ["https://arxiv.org/abs/2412.05144", "#reference-2"])
    #expect(references(entities["#run"]?["agent"] ?? "") == [ada, "#author-2"])
    #expect(entities[ada]?["name"] as? String == "Ada Lovelace")
    func affiliation(_ id: String) -> String? {
      references(entities[id]?["affiliation"] ?? "").first.flatMap { entities[$0]?["name"] }
        as? String
    }
    #expect(affiliation(ada) == "London" && affiliation("#author-2") == "Trinity")
  }

  @Test func `a sweep that is not over has no end of its action`() throws {
    var example = PublishedExample()
    example.statuses = [.complete, .running]
    #expect(try entities(example)["#run"]?["actionStatus"] == nil)
    example.statuses = Array(repeating: .failed, count: 8)
    let lost = try #require(try entities(example)["#run"])
    #expect(lost["actionStatus"] as? String == "http://schema.org/FailedActionStatus")
    #expect(lost["error"] as? String == "Every trial has failed.")
  }

  @Test func `names of files are addresses in the crate`() throws {
    var example = PublishedExample()
    example.name = "\"a/b c: ü\""
    #expect(try crate(example).sweepFileName == "a_b_c___.yaml")
    example.name = "\"..\""
    #expect(try crate(example).sweepFileName == "_...yaml")
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a b:#ü.h5"
      try PublishedExample().write(path)
      let crate = ResearchCrate(
        try RecordedSweep(try ResultsReader(path)), size: 1, end: Date(), today: Date())
      #expect(crate.json.text().contains("\"@id\" : \"a%20b%3A%23%C3%BC.h5\""))
    }
  }

  @Test func `a folder has the file, its sweep and the metadata, and nothing is written over`()
    throws
  {
    try withTemporaryDirectory { folder in
      let (path, target) = ("\(folder)/a.h5", "\(folder)/crate")
      var example = PublishedExample()
      example.statuses = [.complete]
      try example.write(path)
      let crate = try CrateFolder(of: path)
      #expect(
        crate.notes == [
          "the sweep is unfinished: 1 of 8 trials has ended",
          "the sweep tells no author, licence or summary; give it in the sweep file, under about, and run --resume takes "
            + "it into the results file",
        ])
      try crate.write(to: target)
      let names = try FileManager.default.contentsOfDirectory(atPath: target).sorted()
      #expect(names == ["a.h5", "example.yaml", "ro-crate-metadata.json"])
      #expect(
        FileManager.default.contentsEqual(atPath: path, andPath: "\(target)/a.h5"))
      #expect(
        try String(contentsOfFile: "\(target)/example.yaml", encoding: .utf8) == example.sweep)
      #expect(throws: ResultsError.self) { try crate.write(to: target) }
      #expect(throws: ResultsError.self) { try crate.write(to: "\(folder)/no/crate") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: target).count == 3)
    }
  }

  @Test(.enabled(if: validator != nil), arguments: ["", told])
  func `the validator of RO-Crates finds no fault`(about: String) throws {
    try withTemporaryDirectory { folder in
      var example = PublishedExample()
      example.about = about
      try example.write("\(folder)/a.h5")
      try CrateFolder(of: "\(folder)/a.h5").write(to: "\(folder)/crate")
      for profile in ["ro-crate-1.1", "process-run-crate-0.5"] {
        let outcome = try run(
          validator ?? "", ["-y", "validate", "-p", profile, "-l", "required", "\(folder)/crate"])
        #expect(outcome.status == 0, "\(outcome.output) \(outcome.errors)")
      }
    }
  }
}
