import Foundation
import Synchronization

/// Whether a call of the library is under way.
let isInsideLibrary = Atomic<Bool>(false)

/// The addresses of the messages about a crash and about a call that does not end, C strings that are never freed; 0
/// where no guard is installed.
private let crashWords = Atomic<UInt>(0)
private let stallWords = Atomic<UInt>(0)
private let lastCode = Atomic<Int32>(0)
/// What each signal did before the guard was installed, by the signal's number.
private let earlierActions = Mutex<[Int32: sigaction]>([:])

/// Ends the process in good order where the HDF5 library crashes or hangs. The library (1.10, 1.14) trusts some numbers
/// of a file without a check, so that a damaged file can crash the process that opens it, or keep it in an endless
/// loop.
///
/// While the guard is on, a crash inside a call of the library becomes a message and an exit code, and so does a call
/// that takes more than 10 s of processor time. A crash of this program outside the library stays a crash.
package enum CrashGuard {
  private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  /// Installs the guard, which stays on until `standDown()`.
  ///
  /// - Parameters:
  ///   - crash: The line for standard error where the library crashes.
  ///   - stall: The line for standard error where a call of the library does not end.
  ///   - code: The exit code in both cases.
  package static func stand(crash: String, stall: String, code: Int32) {
    lastCode.store(code, ordering: .relaxed)
    crashWords.store(UInt(bitPattern: strdup(crash + "\n")), ordering: .relaxed)
    stallWords.store(UInt(bitPattern: strdup(stall + "\n")), ordering: .relaxed)
    // The handlers must not be the first to use these, as the first use makes them.
    _ = isInsideLibrary.load(ordering: .relaxed)
    _ = CallClock.isOverdue()
    useOwnStack()
    for number in signals { install(endOnCrash, for: number, flags: UInt32(SA_RESETHAND)) }
    install(endOnStall, for: SIGPROF, flags: UInt32(SA_RESTART))
    unblock(signals + [SIGPROF])
    CallClock.start()
  }

  /// Removes the guard, so that signals have the effect that they had before it.
  package static func standDown() {
    CallClock.stop()
    crashWords.store(0, ordering: .relaxed)
    stallWords.store(0, ordering: .relaxed)
    earlierActions.withLock { actions in
      for (number, action) in actions {
        var action = action
        sigaction(number, &action, nil)
      }
      actions = [:]
    }
  }

  /// Gives the handlers a stack, as the library may have run out of its own.
  private static func useOwnStack() {
    let size = 65_536
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    sigaltstack(&stack, nil)
  }

  /// Unblocks signals, which the parent process may have had blocked, as threads of a pool have; `abort`, from glibc
  /// 2.41 on, reaches no handler then.
  private static func unblock(_ numbers: [Int32]) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for number: Int32, flags: UInt32
  ) {
    var (action, earlier) = (sigaction(), sigaction())
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = Int32(bitPattern: UInt32(SA_ONSTACK) | flags)
    sigaction(number, &action, &earlier)
    earlierActions.withLock { if $0[number] == nil { $0[number] = earlier } }
  }
}

// The handlers call only functions that POSIX allows in a signal handler.

private let endOnCrash: @convention(c) (Int32) -> Void = { number in
  if isInsideLibrary.load(ordering: .relaxed) { end(saying: crashWords.load(ordering: .relaxed)) }
  // This program's own crash has the effect that it would have had without the guard.
  signal(number, SIG_DFL)
  raise(number)
}

private let endOnStall: @convention(c) (Int32) -> Void = { _ in
  guard isInsideLibrary.load(ordering: .relaxed), CallClock.isOverdue() else { return }
  end(saying: stallWords.load(ordering: .relaxed))
}

/// Writes the message at `address` and ends the process; returns only where no guard is installed.
private func end(saying address: UInt) {
  guard let words = UnsafePointer<CChar>(bitPattern: address) else { return }
  _ = write(STDERR_FILENO, words, strlen(words))
  _exit(lastCode.load(ordering: .relaxed))
}
