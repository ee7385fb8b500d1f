import Foundation
import Platform

/// The right to write a results file, which one process has at a time.
///
/// An advisory lock (`flock`) on a file beside it, `FILE.h5.lock`. It ends with the process however that ends: the kernel
/// sees to it, over NFS the server does (where an owner's host is lost, after its lease of a minute or two). It stops no
/// reader, and since HDF5 never sees it, works where the file system maps one kind of lock to another. Where there are no
/// such locks at all (Lustre without `-o flock`, NFS without a lock service) the file's age stands in: see `LockLease`.
struct FileLock: ~Copyable {
  private let descriptor: Int32
  let lockPath: String
  /// Whether it must be renewed to be kept.
  let isLease: Bool

  /// Takes the right to write `path`, at once or not at all.
  ///
  /// - Throws: `busy` where another has it, `cannotCreate` where the lock cannot be made.
  init(for path: String) throws(ResultsError) {
    lockPath = path + ".lock"
    var taken: (descriptor: Int32, isLease: Bool)?
    while taken == nil { taken = try FileLock.take(lockPath, for: path) }
    (descriptor, isLease) = taken ?? (-1, false)
    sign()
  }

  /// - Returns: Nil where another's lock has just gone, so that it is worth another try.
  private static func take(
    _ lockPath: String, for path: String
  ) throws(ResultsError) -> (descriptor: Int32, isLease: Bool)? {
    let (opened, isNew) = try open(lockPath, for: path)
    if flock(opened, LOCK_EX | LOCK_NB) == 0 {
      // The owner before us may have removed the file between our opening and locking it.
      if isSame(opened, lockPath) { return (opened, false) }
      Foundation.close(opened)
      return nil
    }
    let number = errno
    if isNew && meansNoLocks(number) { return (opened, true) }
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
    // First the name, then the lock: the other way round a newcomer's file could be removed. Where somebody has removed
    // ours meanwhile, the file of that name is another's.
    if FileLock.isSame(descriptor, lockPath) { unlink(lockPath) }
    Foundation.close(descriptor)
  }

  /// To be called now and then: a lease that is not renewed may be taken over.
  func renew() {
    if isLease { futimens(descriptor, nil) }
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
    // O_CREAT again, since it may have gone meanwhile.
    let opened = try OwnFile.open(lockPath, O_RDWR | O_CREAT)
    guard opened >= 0 else { return opened }
    guard isLock(try OwnFile.content(of: lockPath, limit: 8) ?? []) else {
      Foundation.close(opened)
      throw StrangersFile(path: lockPath, finding: "its content is another's")
    }
    return opened
  }

  /// Whether a file that starts so is a lock; one that is just being made is empty.
  private static func isLock(_ start: [UInt8]) -> Bool {
    start.isEmpty || start == Array("process ".utf8)
  }

  /// What a lock says of its holder (`LockHolder`); nil where there is no lock.
  static func text(of lockPath: String) -> String? {
    guard let text = try? OwnFile.content(of: lockPath, limit: 512), isLock(Array(text.prefix(8)))
    else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  private static func meansNoLocks(_ number: Int32) -> Bool {
    [ENOSYS, EOPNOTSUPP, ENOLCK, EINVAL].contains(number)
  }

  /// Says who holds it, for the message that another run gets.
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
