import CMPI

/// A failure of MPI or of a message between processes.
package enum MessagePassingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No MPI library could be loaded; the loader's message for each file that was tried.
  case noLibrary([String])
  /// The MPI call of this name failed; `explanation` is the library's own.
  case call(String, explanation: String)
  /// A message to or from a process broke off, because that process is gone or cannot be reached any more.
  case lost(process: Int, explanation: String)
  /// A message ends before the value that was to be read from it.
  case truncated(reading: String, needed: Int, offset: Int, count: Int)
  /// A message holds a value that cannot stand there.
  case invalid(reading: String, found: String, offset: Int)
  /// A message longer than MPI can count.
  case tooLong(bytes: Int)

  package var description: String {
    switch self {
    case .noLibrary(let refusals):
      refusals.isEmpty
        ? "no MPI library was to be loaded, but this process needs one"
        : "no MPI library can be loaded (\(refusals.joined(separator: "; "))); install the one that "
          + "the launcher belongs to, or name it with --mpi"
    case .call(let name, let explanation):
      "\(name): \(explanation)"
    case .lost(let process, let explanation):
      "a message to or from process \(process) broke off: \(explanation)"
    case .truncated(let value, let needed, let offset, let count):
      "a message of \(count) bytes ends inside \(value): "
        + "it needs \(needed) bytes from byte \(offset)"
    case .invalid(let value, let found, let offset):
      "a message holds \(found) at byte \(offset), where \(value) should be"
    case .tooLong(let bytes):
      "a message of \(bytes) bytes is too long for MPI, which counts to \(Int32.max)"
    }
  }
}

/// Throws unless `status` is MPI's code for success. Every MPI status becomes an error here.
func check(_ status: Int32, _ call: StaticString) throws(MessagePassingError) {
  guard status == 0 else {
    throw .call("\(call)", explanation: explanation(of: status))
  }
}

/// The library's text for an error code, on one line: MPICH's has a line for every function that the error passed
/// through.
private func explanation(of code: Int32) -> String {
  let text = libraryText { cmpi_error_text(code, $0, $1) }
  return text?.split(whereSeparator: \.isNewline).joined(separator: "; ") ?? "error \(code)"
}

/// Text that an MPI call writes; nil where the call fails.
func libraryText(
  _ fill: (UnsafeMutablePointer<CChar>, UnsafeMutablePointer<Int32>) -> Int32
) -> String? {
  var length: Int32 = 0
  var status: Int32 = 0
  let capacity = CMPI_TEXT_CAPACITY
  let characters = [CChar](unsafeUninitializedCapacity: capacity) { buffer, count in
    guard let start = buffer.baseAddress else { return }
    status = fill(start, &length)
    count = status == 0 ? min(capacity, Int(length)) : 0
  }
  guard status == 0 else { return nil }
  // Open MPI 4.1 counts the terminator of its library version.
  let text = characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
  return String(decoding: text, as: UTF8.self)
}
