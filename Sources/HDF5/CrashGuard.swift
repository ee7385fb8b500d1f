import Foundation
import Synchronization

/// Whether a call of the library is under way.
let isInsideLibrary = Atomic<Bool>(false)

/// The address of what to say, a C string that is never freed; 0 where nobody is on guard.
private let lastWords = Atomic<UInt>(0)
private let lastCode = Atomic<Int32>(0)
/// What was done about crashes before.
private let earlierActions = Mutex<[Int32: sigaction]>([:])

/// What becomes of the process where the HDF5 library crashes: up to now (1.10, 1.14) it trusts some numbers of a file
/// that nothing vouches for, so that a damaged one can end whoever opens it.
///
/// While the guard is on, a crash inside a call of the library becomes a message and an exit code. One of this program's
/// own, outside the library, stays a crash.
public enum CrashGuard {
  private static let signals = [SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  /// From now on, until `standDown()`.
  ///
  /// - Parameters:
  ///   - words: A line for standard error.
  ///   - code: The exit code.
  public static func stand(words: String, code: Int32) {
    lastCode.store(code, ordering: .relaxed)
    let line = strdup(words + "\n")
    lastWords.store(UInt(bitPattern: line), ordering: .relaxed)
    _ = isInsideLibrary.load(ordering: .relaxed)
    useOwnStack()
    for number in signals { install(sayLastWords, for: number) }
  }

  public static func standDown() {
    lastWords.store(0, ordering: .relaxed)
    earlierActions.withLock { actions in
      for (number, action) in actions {
        var action = action
        sigaction(number, &action, nil)
      }
      actions = [:]
    }
  }

  /// The library may have run out of stack.
  private static func useOwnStack() {
    let size = 65_536
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    sigaltstack(&stack, nil)
  }

  private static func install(
    _ handler: @escaping @convention(c) (Int32) -> Void, for number: Int32
  ) {
    var (action, earlier) = (sigaction(), sigaction())
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = Int32(SA_ONSTACK) | Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(number, &action, &earlier)
    earlierActions.withLock { if $0[number] == nil { $0[number] = earlier } }
  }
}

/// Does nothing that a signal's handler may not.
private let sayLastWords: @convention(c) (Int32) -> Void = { number in
  let address = lastWords.load(ordering: .relaxed)
  if isInsideLibrary.load(ordering: .relaxed), let words = UnsafePointer<CChar>(bitPattern: address)
  {
    _ = write(STDERR_FILENO, words, strlen(words))
    _exit(lastCode.load(ordering: .relaxed))
  }
  // A crash of our own: as it would have been.
  signal(number, SIG_DFL)
  raise(number)
}
