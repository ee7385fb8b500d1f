import Foundation
import Platform

/// The right to write a results file, which one process has at a time.
///
/// It is an advisory lock (`flock`) on a file beside it, `FILE.h5.lock`. It ends with its process, however that ends:
/// the kernel releases it, and over NFS the server does (where the owner's host is lost, after a lease of a minute or
/// two). It stops no reader, and since HDF5 never sees it, it works where the file system maps one kind of lock to
/// another. Where there are no such locks (Lustre without `-o flock`, NFS without a lock service), the age of the
/// lock's file decides instead: see `LockLease`.
package struct FileLock: ~Copyable {
  private let descriptor: Int32
  /// The path of the lock's file.
  package let lockPath: String
  private var lastRenewal = monotonicSeconds()

  /// Takes the right to write `path`, at once or not at all.
  ///
  /// - Throws: `ResultsError.busy` where another process has it, `.cannotCreate` where the lock cannot be made.
  package init(for path: String) throws(ResultsError) {
    lockPath = path + ".lock"
    var taken: Int32?
    while taken == nil { taken = try FileLock.take(lockPath, for: path) }
    descriptor = taken ?? -1
    sign()
  }

  /// - Returns: The lock's descriptor; nil where another process's lock has just gone, so that it is worth another try.
  private static func take(_ lockPath: String, for path: String) throws(ResultsError) -> Int32? {
    let (opened, isNew) = try open(lockPath, for: path)
    if flock(opened, LOCK_EX | LOCK_NB) == 0 {
      // The owner before us may have removed the file between our opening and locking it.
      if isSame(opened, lockPath) { return opened }
      Foundation.close(opened)
      return nil
    }
    let number = errno
    if isNew && meansNoLocks(number) { return opened }
    Foundation.close(opened)
    guard number == EWOULDBLOCK || meansNoLocks(number) else {
      if isNew { unlink(lockPath) }
      throw .cannotCreate(path: path, reason: "its lock: \(String(cString: strerror(number)))")
    }
    let holder = LockHolder(FileLock.text(of: lockPath) ?? "")
    guard meansNoLocks(number), LockLease.takeOver(lockPath, signed: holder) else {
      throw .busy(path: path, holder: holder?.name ?? "")
    }
    return nil
  }

  deinit {
    // The name goes before the lock: in the other order, the file removed could be a newcomer's. If the file was
    // removed meanwhile, one of that name belongs to another process.
    if FileLock.isSame(descriptor, lockPath) { unlink(lockPath) }
    Foundation.close(descriptor)
  }

  /// Renews the lock where that is due, by the time of its file: a lease may be taken over if this is not called for
  /// `LockLease.term` seconds, and readers on other hosts take the holder of any lock for gone then.
  package mutating func renew() {
    guard monotonicSeconds() - lastRenewal >= LockLease.term / 10 else { return }
    lastRenewal = monotonicSeconds()
    futimens(descriptor, nil)
  }

  /// - Returns: A descriptor, and whether the file was not there before.
  private static func open(
    _ lockPath: String, for path: String
  ) throws(ResultsError) -> (descriptor: Int32, isNew: Bool) {
    let made = Foundation.open(lockPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if made >= 0 { return (made, true) }
    let opened: Int32
    do { opened = try openExisting(lockPath) } catch {
      throw .cannotCreate(path: path, reason: "its lock: \(error)")
    }
    guard opened >= 0 else {
      throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
    }
    return (opened, false)
  }

  private static func openExisting(_ lockPath: String) throws(StrangersFile) -> Int32 {
    // O_CREAT once more, since the file may have been removed in between.
    let opened = try OwnFile.open(lockPath, O_RDWR | O_CREAT)
    guard opened >= 0 else { return opened }
    guard isLock(try OwnFile.content(of: lockPath, limit: 8) ?? []) else {
      Foundation.close(opened)
      throw StrangersFile(path: lockPath, finding: "its content is another's")
    }
    return opened
  }

  /// Whether a file that begins with these bytes is a lock; a lock that is just being made is empty.
  private static func isLock(_ start: [UInt8]) -> Bool {
    start.isEmpty || start == Array("process ".utf8)
  }

  /// The text by which a lock names its holder (`LockHolder`); nil where there is no lock.
  static func text(of lockPath: String) -> String? {
    guard let text = try? OwnFile.content(of: lockPath, limit: 512), isLock(Array(text.prefix(8)))
    else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  private static func meansNoLocks(_ number: Int32) -> Bool {
    [ENOSYS, EOPNOTSUPP, ENOLCK, EINVAL].contains(number)
  }

  /// Writes which process holds the lock, for the message of a run that is refused.
  private func sign() {
    let text = Array(LockHolder(ProcessIdentity.this).text.utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, text, text.count, 0)
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
