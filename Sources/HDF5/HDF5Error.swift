/// A failed HDF5 call: which, on what, and the library's own words for why.
public struct HDF5Error: Error, Equatable, Sendable, CustomStringConvertible {
  /// The C function.
  public let call: String
  /// The file, or the object and its file.
  public let subject: String
  /// The innermost message of HDF5's error stack, or the operating system's where it was to blame.
  public let reason: String
  /// The `errno` behind it, where the operating system was to blame.
  public let systemError: Int32?
  /// Whether it was a file lock of HDF5's that was refused.
  public let isLockRefusal: Bool

  public init(
    call: String, subject: String, reason: String, systemError: Int32? = nil,
    isLockRefusal: Bool = false
  ) {
    self.call = call
    self.subject = subject
    self.reason = reason
    self.systemError = systemError
    self.isLockRefusal = isLockRefusal
  }

  public var description: String { "\(subject): \(reason) (\(call))" }
}
