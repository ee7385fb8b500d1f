import Foundation
package import Results
import Schema

/// A program on a machine that has written a results file, or computed what stands in it, as far as it bears upon the
/// numbers.
package struct RecordedRun: Codable, Equatable {
  /// ISO 8601: when it began.
  package var from: String
  package var software: String
  package var environment: MachineReport
  /// The workers that it tells of (`1-3,7`), where they compute on something else than their coordinator; nil where it tells
  /// of the coordinator, and of all other workers.
  package var workers: String?

  /// The runs that a file records, the oldest first; for a file of an earlier version the one that made it.
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

  /// What the last bits of a file's numbers hang on, each once.
  package static func machines(in reader: borrowing ResultsReader) throws(ResultsError) -> [String]
  {
    try all(in: reader).map(\.environment.arithmetic).uniqued
  }

  /// As the file's variable `runs` holds it, on one line.
  package var json: String? { try? jsonText(self, pretty: false) }

  /// For people, in one line.
  package var line: String {
    let blas = environment.blas
    let who = workers.map { "workers \($0): " } ?? ""
    return "\(from): \(who)\(software), \(blas.kernel) (\(blas.configuration)), "
      + "\(environment.processor.model), HDF5 \(environment.hdf5), \(environment.mpi)"
  }

  /// What of this run is other than in all of `earlier`, in words.
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
