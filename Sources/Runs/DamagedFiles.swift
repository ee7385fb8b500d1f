import HDF5

/// From now on, where the HDF5 library crashes on reading `file` or is caught in an endless loop, that is told as any
/// other damage is.
package func guardAgainstCrashes(on file: String) {
  let words = "dynsweep: \(file): a damaged results file: the HDF5 library (\(HDF5Library.version))"
  CrashGuard.stand(
    crash: "\(words) crashed on it", stall: "\(words) came to no end with it",
    code: ExitStatus.badInput)
}

/// Does `body`, which reads the results file at `file`, on such guard.
///
/// Not for writing: HDF5 can crash on a file that it could not write too, and that is another matter.
package func guardedAgainstCrashes<Value: ~Copyable>(
  on file: String, _ body: () throws -> Value
) rethrows -> Value {
  guardAgainstCrashes(on: file)
  defer { CrashGuard.standDown() }
  return try body()
}
