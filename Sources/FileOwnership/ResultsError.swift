import Wording

/// What can be wrong with a results file.
package enum ResultsError: Error, Equatable, Sendable {
  /// A new sweep would overwrite a file.
  case exists(path: String)
  /// The file cannot be made where it should be.
  case cannotCreate(path: String, reason: String)
  /// Another process is writing it; `holder` names it, where it is known.
  case busy(path: String, holder: String)
  /// Another program holds HDF5's own lock on it.
  case inUse(path: String)
  /// There is no such file.
  case missing(path: String)
  /// It is there, but cannot be read.
  case unreadable(path: String, reason: String)
  /// The file is not HDF5.
  case notHDF5(path: String)
  /// The file is HDF5, but dynsweep did not make it.
  case foreign(path: String, reason: String)
  /// A results file is cut short or otherwise broken.
  case damaged(path: String, reason: String)
  /// The file was made of another sweep; both texts are kept to show the change.
  case sweepChanged(path: String, recorded: String, given: String)
  /// A trial is finished in two files, with different results. `count` tells how many are.
  case conflict(path: String, other: String, trial: String, finding: String, count: Int)
  /// A trial that is run again finds another number than the file holds of it, at this place; `circumstances` may
  /// explain it.
  case foundOtherwise(path: String, place: String, finding: String, circumstances: String)
  /// The file has no variable of this name.
  case noVariable(String, path: String, available: [String])
  /// Writing failed. What was not acknowledged is kept, and may be written once there is room.
  case cannotWrite(path: String, reason: String, diskIsFull: Bool)
  /// While the file was written, its name was taken away or given to another file. `rescue` tells where its content is
  /// now, or why it could not be saved.
  case parted(path: String, rescue: Rescue)

  /// Whether the user has to choose or repair the place of the output (exit code 73).
  package var concernsOutput: Bool {
    switch self {
    case .exists, .cannotCreate, .busy, .inUse, .parted: true
    default: false
    }
  }
}

extension ResultsError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exists(let path):
      "\(path): the file exists; go on with it by --resume, or write another with -o FILE.h5"
    case .cannotCreate(let path, let reason):
      "\(path): cannot be created: \(reason)"
    case .busy(let path, let holder):
      "\(path): another run is writing it\(holder.isEmpty ? "" : " (\(holder))"); "
        + "wait for it, stop it, or write another file with -o FILE.h5"
    case .inUse(let path):
      "\(path): another program has it open under HDF5's lock (a run under another name of the file, h5dump, "
        + "a notebook); close it there; where it only reads, HDF5_USE_FILE_LOCKING=FALSE goes on all the same"
    case .missing(let path):
      "\(path): no such file"
    case .unreadable(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .notHDF5(let path):
      "\(path): not an HDF5 file; a results file of dynsweep was expected"
    case .foreign(let path, let reason):
      "\(path): an HDF5 file, but not a results file of dynsweep: \(reason)"
    case .damaged(let path, let reason):
      "\(path): a damaged results file: \(reason)"
    case .sweepChanged(let path, let recorded, let given):
      "\(path): the sweep has changed since the file was made; "
        + "restore the sweep, or write another file with -o FILE.h5\n"
        + "--- the sweep in \(path)\n+++ the sweep given\n"
        + unifiedDifference(recorded, given)
    case .conflict(let path, let other, let trial, let finding, let count):
      "\(path) and \(other): \(trial) is finished in both, with different results: \(finding)"
        + (count > 1 ? "; so \(count > 2 ? "are" : "is") \(count - 1) more" : "")
        + "; merge files that one program has made on one kind of machine (dynsweep compare tells)"
    case .foundOtherwise(let path, let place, let finding, let circumstances):
      "\(path): \(place): \(finding); nothing is added to numbers that are not found again (\(circumstances))"
    case .noVariable(let name, let path, let available):
      "\(path): no variable \"\(name)\"; it has \(available.joined(separator: ", "))"
    case .cannotWrite(let path, let reason, let diskIsFull):
      "\(path): cannot be written: \(reason)"
        + (diskIsFull ? "; make room and go on with --resume" : "")
    case .parted(let path, let rescue):
      "\(path): moved, deleted or replaced by another file while this run wrote it; \(rescue)"
    }
  }
}
