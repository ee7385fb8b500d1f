package import FileOwnership
import Foundation
import HDF5

extension ResultsWriter {
  /// Makes the results file at `path` that of a larger sweep, which has all of its trials, with their rows.
  ///
  /// Contiguous datasets cannot grow, so that a new file is made beside the old one and takes its name once it is
  /// complete; after a crash at any time, one of the two is there whole.
  ///
  /// - Parameters:
  ///   - layout: The layout of the larger sweep.
  ///   - places: The number of each of the file's trials in the larger sweep.
  ///   - whenWhole: Called before the new file takes the name, once it is complete.
  /// - Throws: `ResultsError.missing`, `.busy`, `.inUse`, `.cannotCreate`, or what keeps the file from being read.
  package static func extend(
    _ path: String, _ layout: ResultsLayout, places: [Int], whenWhole: () -> Void = {}
  ) throws(ResultsError) {
    guard FileManager.default.fileExists(atPath: path) else { throw .missing(path: path) }
    let lock = try FileLock(for: path)
    let claim = try FileClaim(path)
    let reader = try ResultsReader(path)
    try requireRoom(for: layout, at: path)
    // A symbolic link stays, and leads to the new file.
    let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    try PartialFile.make(for: place, isNew: false) { partial in
      try build(partial, layout)
      let file = try File(partial, .readWrite)
      try file.take(places, from: reader, layout)
      if reader.hasRuns {
        try Table(of: layout).write(runs: reader.texts(of: "runs").joined(), to: file)
      }
      var failures = FailureLog(capacity: layout.failureBytes)
      failures.add(try reader.failureLog(), places: places)
      try Table(of: layout).write(failures, to: file)
      try file.close()
      whenWhole()
    }
    // Keeps both locks alive until here.
    _ = (lock.lockPath, claim.descriptor)
  }
}
