import CHDF5
import Foundation
import Synchronization

/// Lets one thread at a time call the library, as many builds of HDF5 are not thread-safe.
private let gate = Mutex<Void>(())

/// The value of an HDF5 call whose status is negative when it failed; every such call goes through here.
///
/// The error stack is read and cleared at once, because a stack left behind upsets the library at exit.
///
/// - Throws: `HDF5Error` where the call failed.
@discardableResult
func check<Status: SignedInteger>(
  _ call: @autoclosure () -> Status, _ name: StaticString, _ subject: @autoclosure () -> String
) throws(HDF5Error) -> Status {
  let (status, message) = gate.withLock { _ in
    ch5_print_no_errors()
    callCount.add(1, ordering: .relaxed)
    isInsideLibrary.store(true, ordering: .relaxed)
    let status = call()
    isInsideLibrary.store(false, ordering: .relaxed)
    return (status, status < 0 ? takeErrorStack() : "")
  }
  guard status < 0 else { return status }
  let number = systemError(in: message)
  throw HDF5Error(
    call: "\(name)", subject: subject(),
    reason: number.map { String(cString: strerror($0)) } ?? message, systemError: number,
    isLockRefusal: message.hasPrefix("unable to lock file"))
}

/// The value of a call that tells of no failure.
func answer<Value>(_ call: @autoclosure () -> Value) -> Value {
  gate.withLock { _ in
    callCount.add(1, ordering: .relaxed)
    isInsideLibrary.store(true, ordering: .relaxed)
    defer { isInsideLibrary.store(false, ordering: .relaxed) }
    return call()
  }
}

/// Runs a call whose failure cannot be passed on to the caller, as in `deinit`.
func release(_ call: @autoclosure () -> Int32) {
  gate.withLock { _ in
    ch5_print_no_errors()
    callCount.add(1, ordering: .relaxed)
    isInsideLibrary.store(true, ordering: .relaxed)
    if call() < 0 { H5Eclear2(ch5_error_stack()) }
    isInsideLibrary.store(false, ordering: .relaxed)
  }
}

/// The innermost message of the error stack, which is left empty.
private func takeErrorStack() -> String {
  var innermost = ""
  _ = withUnsafeMutablePointer(to: &innermost) { pointer in
    H5Ewalk2(
      ch5_error_stack(), H5E_WALK_UPWARD,
      { position, entry, context in
        guard position == 0, let text = entry?.pointee.desc else { return 0 }
        context?.assumingMemoryBound(to: String.self).pointee = String(cString: text)
        return 0
      }, pointer)
  }
  H5Eclear2(ch5_error_stack())
  return innermost.isEmpty ? "it gave no reason" : innermost
}

/// The number in "…, errno = 28, …", which the file drivers of HDF5 put into their messages; nil for other messages.
private func systemError(in message: String) -> Int32? {
  guard let label = message.range(of: "errno = ") else { return nil }
  return Int32(message[label.upperBound...].prefix { $0.isNumber })
}
