import HDF5

/// Makes a crash of the HDF5 library on `file`, or an endless loop in it, end the process with a message about a
/// damaged results file and exit code 65, from now until `CrashGuard.standDown()`.
package func guardAgainstCrashes(on file: String) {
  let words = "dynsweep: \(file): a damaged results file: the HDF5 library (\(HDF5Library.version))"
  CrashGuard.stand(
    crash: "\(words) crashed on it", stall: "\(words) came to no end with it",
    code: ExitStatus.badInput)
}

/// Does `body`, which reads the results file at `file`, under `guardAgainstCrashes`.
///
/// It must not be used for writing: HDF5 can also crash on a file that it could not write, which says nothing about
/// damage.
///
/// - Throws: What `body` throws.
package func guardedAgainstCrashes<Value: ~Copyable>(
  on file: String, _ body: () throws -> Value
) rethrows -> Value {
  guardAgainstCrashes(on: file)
  defer { CrashGuard.standDown() }
  return try body()
}
