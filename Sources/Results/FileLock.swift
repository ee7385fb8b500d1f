import Foundation

/// The right to write a results file, which one process has at a time.
///
/// An advisory lock (`flock`) on a file beside it, `FILE.h5.lock`: it ends with the process however
/// that ends, stops no reader, and since HDF5 never sees it, works where the file system maps one
/// kind of lock to another.
struct FileLock: ~Copyable {
  private let descriptor: Int32
  let lockPath: String

  /// Takes the right to write `path`, at once or not at all.
  init(for path: String) throws(ResultsError) {
    lockPath = path + ".lock"
    while true {
      let opened = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard opened >= 0 else {
        throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
      }
      guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
        let holder = (try? String(contentsOfFile: lockPath, encoding: .utf8)) ?? ""
        Foundation.close(opened)
        throw .busy(path: path, holder: holder)
      }
      // The owner before us may have removed the file between our opening and locking it.
      if FileLock.isSame(opened, lockPath) {
        descriptor = opened
        break
      }
      Foundation.close(opened)
    }
    sign()
  }

  deinit {
    // First the name, then the lock: the other way round a newcomer's file could be removed.
    unlink(lockPath)
    Foundation.close(descriptor)
  }

  /// Says who holds it, for the message that another run gets.
  private func sign() {
    let host = ProcessInfo.processInfo.hostName
    let line = Array("process \(getpid()) on \(host)".utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, line, line.count, 0)
  }

  private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }
}
