package import FileOwnership
import Foundation
import HDF5

/// A results file that becomes part of another one.
package struct MergePart: Sendable {
  /// The file's path.
  package let path: String
  /// The number of each of its trials in the whole.
  package let places: [Int]

  package init(_ path: String, places: [Int]) {
    self.path = path
    self.places = places
  }
}

/// What two files gave to a file that was merged from them.
package struct MergedTrials: Equatable, Sendable {
  /// Trials of the first file that were taken.
  package var first = 0
  /// Trials of the second file that were taken.
  package var second = 0
  /// Trials that both files have; they were taken from the one that is further, or else from the first.
  package var common = 0
  /// Trials of the whole that are still to be run.
  package var open = 0
  /// All trials of the whole.
  package var whole = 0
}

extension ResultsWriter {
  /// Makes a results file at `path`, of a sweep that has all trials of two others', from their files.
  ///
  /// A trial that both have is taken from the file in which it is further. It gets its name only when it is complete.
  ///
  /// - Parameter layout: The layout of the whole sweep.
  /// - Returns: What came from where.
  /// - Throws: `ResultsError.conflict` where a trial is finished in both with different results, `.busy` where a file is
  ///   being written, `.exists` where the new one is there, `.cannotCreate`, or what keeps a file from being read.
  package static func merge(
    _ first: MergePart, _ second: MergePart, into path: String, _ layout: ResultsLayout
  ) throws(ResultsError) -> MergedTrials {
    try requireDirectory(of: path)
    let lock = try FileLock(for: path)
    try requireFreeName(path)
    try requireRoom(for: layout, at: path)
    for part in [first, second] {
      if let holder = currentWriter(of: part.path) { throw .busy(path: part.path, holder: holder) }
    }
    let one = try ResultsReader(first.path)
    let other = try ResultsReader(second.path)
    let choice = try MergeChoice(one, first.places, other, second.places, layout)
    try PartialFile.make(for: path, isNew: true) { partial in
      try build(partial, layout)
      let file = try File(partial, .readWrite)
      try file.take(choice.first, from: one, layout)
      try file.take(choice.second, from: other, layout)
      var failures = FailureLog(capacity: layout.failureBytes)
      failures.add(try one.failureLog(), places: choice.first)
      failures.add(try other.failureLog(), places: choice.second)
      var runs = RunLog()
      try runs.add(one)
      try runs.add(other)
      let table = Table(of: layout)
      try table.write(failures, to: file)
      try table.write(runs: runs.text, to: file)
      try file.close()
    }
    // Keeps the lock alive until here.
    _ = lock.lockPath
    return choice.counts
  }
}
