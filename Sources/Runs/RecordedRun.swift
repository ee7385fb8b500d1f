package import FileOwnership
import Foundation
package import Results
import Schema

/// A program on a machine that has written a results file, or whose workers have computed numbers in it.
package struct RecordedRun: Codable, Equatable {
  /// When the run began, in ISO 8601.
  package var from: String
  /// The program, with its version and commit.
  package var software: String
  /// The machine, as far as it affects the numbers.
  package var environment: MachineReport
  /// The numbers of the workers that the entry is about (`1-3,7`), where they compute on another machine than their
  /// coordinator; nil where it is about the coordinator and all other workers.
  package var workers: String?

  /// The runs that a file records, the oldest first; for a file of an earlier version, the run that made it.
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package static func all(in reader: borrowing ResultsReader) throws(ResultsError) -> [RecordedRun]
  {
    let recorded = try reader.runs().compactMap { try? decoded(RecordedRun.self, from: $0) }
    guard recorded.isEmpty else { return recorded }
    let header = reader.header
    let environment = try? decoded(MachineReport.self, from: header.environment)
    return environment.map {
      [RecordedRun(from: header.created, software: header.software, environment: $0)]
    } ?? []
  }

  /// What the last bits of a file's numbers depend on, each machine once (`MachineReport.arithmetic`).
  ///
  /// - Throws: `ResultsError.unreadable` where the file cannot be read.
  package static func machines(in reader: borrowing ResultsReader) throws(ResultsError) -> [String]
  {
    try all(in: reader).map(\.environment.arithmetic).uniqued
  }

  /// The run of this process.
  static var present: RecordedRun {
    RecordedRun(from: "", software: ProgramVersion.software, environment: .current())
  }

  /// The entry as the file's variable `runs` holds it, on one line.
  package var json: String? { try? jsonText(self, pretty: false) }

  /// The entry on one line, for people.
  package var line: String {
    let blas = environment.blas
    let who = workers.map { "workers \($0): " } ?? ""
    return "\(from): \(who)\(software), \(blas.kernel) (\(blas.configuration)), "
      + "\(environment.processor.model), HDF5 \(environment.hdf5), \(environment.mpi)"
  }

  /// What differs in this run from all of the runs `earlier`, each difference in words for people; empty where there
  /// are no earlier runs.
  package func novelties(after earlier: [RecordedRun]) -> [String] {
    guard !earlier.isEmpty else { return [] }
    let facts: [(String, (RecordedRun) -> String)] = [
      ("the BLAS kernel", { $0.environment.blas.kernel }),
      ("BLAS", { $0.environment.blas.configuration }),
      ("the processor", { $0.environment.processor.model }),
      ("the program", { $0.software }), ("HDF5", { $0.environment.hdf5 }),
      ("MPI", { $0.environment.mpi }),
    ]
    return facts.compactMap { name, fact in
      let known = earlier.map(fact)
      guard !known.contains(fact(self)), let last = known.last else { return nil }
      return "\(name) is \(fact(self)), was \(last)"
    }
  }
}
