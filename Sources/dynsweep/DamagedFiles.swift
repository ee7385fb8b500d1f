import HDF5
import Orchestration
import Results

/// From now on, where the HDF5 library crashes on reading `file`, that is told as any other damage is.
func guardAgainstCrashes(on file: String) {
  let words =
    "dynsweep: \(file): a damaged results file: the HDF5 library (\(HDF5Library.version)) crashed on it"
  CrashGuard.stand(words: words, code: Failure.badInput)
}

/// Does `body`, which reads the results file at `file`, on such guard.
///
/// Not for writing: HDF5 can crash on a file that it could not write too, and that is another matter.
func guardedAgainstCrashes<Value: ~Copyable>(
  on file: String, _ body: () throws -> Value
) rethrows -> Value {
  guardAgainstCrashes(on: file)
  defer { CrashGuard.standDown() }
  return try body()
}
