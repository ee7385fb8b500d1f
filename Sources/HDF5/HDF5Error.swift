/// A failed HDF5 call, or a file that cannot be read safely: the call, the object and the library's message.
package struct HDF5Error: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name of the C function.
  package let call: String
  /// The file, or the object and its file, as `Object.subject` names them.
  package let subject: String
  /// The innermost message of HDF5's error stack, or the operating system's where it was to blame.
  package let reason: String
  /// The `errno` behind it, where the operating system was to blame.
  package let systemError: Int32?
  /// Whether another program's lock of the file made the call fail.
  package let isLockRefusal: Bool

  package init(
    call: String, subject: String, reason: String, systemError: Int32? = nil,
    isLockRefusal: Bool = false
  ) {
    self.call = call
    self.subject = subject
    self.reason = reason
    self.systemError = systemError
    self.isLockRefusal = isLockRefusal
  }

  package var description: String { "\(subject): \(reason) (\(call))" }
}
