import Attribution
package import Foundation
import Records
import Results
import Runs
package import Schema
import SweepFiles

/// The metadata of an RO-Crate 1.1 of a results file, as a Process Run Crate 0.5: the file and its sweep, the program
/// that made the one from the other, and who did it (w3id.org/ro/crate/1.1, w3id.org/ro/wfrun/process/0.5).
package struct ResearchCrate {
  private let sweep: RecordedSweep
  /// How many bytes the results file has.
  private let size: Int
  /// When the results file was last written.
  private let end: Date
  /// The day on which the crate is made.
  private let today: Date

  /// - Parameters:
  ///   - size: How many bytes the results file has.
  ///   - end: When it was last written.
  ///   - today: When the crate is made.
  package init(_ sweep: RecordedSweep, size: Int, end: Date, today: Date) {
    (self.sweep, self.size, self.end, self.today) = (sweep, size, end, today)
  }

  /// The name of the file that makes a folder a crate.
  package static let fileName = "ro-crate-metadata.json"

  /// The name of the sweep file in the crate.
  package var sweepFileName: String {
    let name = String(sweep.header.name.map { Self.isPlain($0) ? $0 : "_" })
    let plain = name.hasPrefix(".") ? "_" + name : name
    return plain + ".yaml"
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.".contains(character))
  }

  /// The content of `ro-crate-metadata.json`.
  package var json: JSONValue {
    var graph = [descriptor, root, results, sweepFile, run, Self.profile]
    for entities in [programs, people, organizations, works] { graph += entities }
    return .object([
      "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": .list(graph),
    ])
  }

  private var about: About? { sweep.plan.about }

  private var descriptor: JSONValue {
    entity(
      Self.fileName, "CreativeWork",
      ["conformsTo": reference("https://w3id.org/ro/crate/1.1"), "about": reference("./")])
  }

  private var root: JSONValue {
    var members: [String: JSONValue] = [
      "name": .text(sweep.header.title), "description": .text(description),
      "datePublished": .text(today.formatted(.iso8601.year().month().day())),
      "hasPart": .list([reference(resultsID), reference(sweepID)]),
      "mentions": reference(Self.runID),
      "conformsTo": reference(Self.profileID), "license": license,
    ]
    if let about {
      if !about.authors.isEmpty { members["author"] = references(authorIDs) }
      if !about.keywords.isEmpty {
        members["keywords"] = .text(about.keywords.joined(separator: ", "))
      }
      if let doi = about.doiURL { members["identifier"] = .text(doi) }
      if !about.references.isEmpty {
        members["citation"] = references(about.references.indices.map(workID))
      }
    }
    return entity("./", "Dataset", members)
  }

  private var description: String {
    if let summary = about?.summary { return summary }
    return
      "Results of the sweep \(sweep.header.name), \(counted(sweep.trialCount, "trial")), as dynsweep recorded them."
  }

  /// A reference to what people should read; a sentence where the sweep names none, since a crate must have one.
  private var license: JSONValue {
    guard let license = about?.license else {
      return "The sweep names no licence: ask its authors before you use the results."
    }
    return reference(about?.licenseURL ?? "#\(license)")
  }

  private var results: JSONValue {
    entity(
      resultsID, "File",
      [
        "name": .text(sweep.fileName),
        "description": "The results of all trials, in HDF5 by the conventions of netCDF-4 and CF.",
        "encodingFormat": "application/x-hdf5", "contentSize": .text("\(size)"),
        "dateCreated": .text(sweep.header.created), "dateModified": .text(end.formatted(.iso8601)),
      ])
  }

  private var sweepFile: JSONValue {
    entity(
      sweepID, "File",
      [
        "name": .text(sweepFileName), "encodingFormat": "application/yaml",
        "contentSize": .text("\(sweep.header.sweep.utf8.count)"),
        "description": "The sweep file: every setting of the trials, as dynsweep reads it.",
      ])
  }

  private static let runID = "#run"

  private var run: JSONValue {
    var members: [String: JSONValue] = [
      "name": .text("The run of the sweep \(sweep.header.name)"),
      "description": .text("\(counted(sweep.trialCount, "trial")): \(sweep.statusText)."),
      "startTime": .text(Self.withOffset(sweep.begin)),
      "endTime": .text(Self.withOffset(end.formatted(.iso8601))),
      "instrument": references(sweep.programs.indices.map { "#program-\($0 + 1)" }),
      "object": reference(sweepID), "result": reference(resultsID),
    ]
    if about?.authors.isEmpty == false { members["agent"] = references(authorIDs) }
    if sweep.isOver {
      let isLost = sweep.count(.failed) == sweep.trialCount
      members["actionStatus"] = .text(
        "http://schema.org/\(isLost ? "Failed" : "Completed")ActionStatus")
      if isLost { members["error"] = "Every trial has failed." }
    }
    return entity(Self.runID, "CreateAction", members)
  }

  /// A time in UTC with an offset in place of Z, as the profile's validator wants it.
  private static func withOffset(_ time: String) -> String {
    time.hasSuffix("Z") ? time.dropLast() + "+00:00" : time
  }

  private var programs: [JSONValue] {
    sweep.programs.enumerated().map { index, software in
      let words = software.split(separator: " ", maxSplits: 1).map(String.init)
      var members: [String: JSONValue] = [
        "name": .text(words.first ?? software),
        "description": "Sweeps hyperparameters of small networks and records how they learn.",
      ]
      if words.count > 1 { members["softwareVersion"] = .text(words[1]) }
      return entity("#program-\(index + 1)", "SoftwareApplication", members)
    }
  }

  private static let profileID = "https://w3id.org/ro/wfrun/process/0.5"

  private static let profile = JSONValue.object([
    "@id": .text(profileID), "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5",
  ])
}

// People, where they work, the licence and works that are cited.
extension ResearchCrate {
  private var authorIDs: [String] {
    (about?.authors ?? []).enumerated().map { $1.url ?? "#author-\($0 + 1)" }
  }

  private var institutions: [String] {
    let own = (about?.authors ?? []).compactMap(\.institution)
    return (own + [about?.institution].compactMap(\.self)).uniqued
  }

  private func affiliation(with name: String) -> JSONValue {
    reference("#institution-\((institutions.firstIndex(of: name) ?? 0) + 1)")
  }

  private var people: [JSONValue] {
    zip(authorIDs, about?.authors ?? []).map { id, author in
      var members: [String: JSONValue] = ["name": .text(author.name)]
      if let institution = author.institution ?? about?.institution {
        members["affiliation"] = affiliation(with: institution)
      }
      return entity(id, "Person", members)
    }
  }

  private var organizations: [JSONValue] {
    institutions.enumerated().map {
      entity("#institution-\($0 + 1)", "Organization", ["name": .text($1)])
    }
  }

  private var works: [JSONValue] {
    let cited = (about?.references ?? []).enumerated().map { index, text in
      entity(workID(index), "CreativeWork", ["name": .text(text)])
    }
    guard let license = about?.license else { return cited }
    let description = "The licence that SPDX calls \(license)."
    let own = entity(
      about?.licenseURL ?? "#\(license)", "CreativeWork",
      ["name": .text(license), "identifier": .text(license), "description": .text(description)])
    return [own] + cited
  }

  /// The address of a reference that is one, or a name within the crate.
  private func workID(_ index: Int) -> String {
    let text = about?.references[index] ?? ""
    let isAddress =
      (text.hasPrefix("https://") || text.hasPrefix("http://"))
      && !text.contains { $0.isWhitespace }
    return isAddress ? text : "#reference-\(index + 1)"
  }
}

extension ResearchCrate {
  private var resultsID: String { Self.escaped(sweep.fileName) }
  private var sweepID: String { Self.escaped(sweepFileName) }

  /// A file's name as a relative address.
  private static func escaped(_ name: String) -> String {
    let kept = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return name.addingPercentEncoding(withAllowedCharacters: kept) ?? name
  }

  private func reference(_ id: String) -> JSONValue { .object(["@id": .text(id)]) }

  /// One reference, or a list of several.
  private func references(_ ids: [String]) -> JSONValue {
    ids.count == 1 ? reference(ids[0]) : .list(ids.map(reference))
  }

  private func entity(_ id: String, _ type: String, _ members: [String: JSONValue]) -> JSONValue {
    .object(members.merging(["@id": .text(id), "@type": .text(type)]) { $1 })
  }
}
