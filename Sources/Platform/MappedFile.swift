import Foundation

/// A file's bytes where the operating system keeps them in memory, to be read: processes of a host that map the same file
/// share them, and what is not looked at takes none.
///
/// The file must stay as it is: reading what was cut off meanwhile ends the process.
package final class MappedFile: @unchecked Sendable {
  private let base: UnsafeRawPointer
  /// Bytes.
  package let count: Int

  /// Nil where `path` cannot be mapped, as an empty file, or none of ours to read; `errno` says why.
  package init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    count = Int(information.st_size)
    guard let base = mmap(nil, count, PROT_READ, MAP_SHARED, descriptor, 0), base != MAP_FAILED
    else { return nil }
    self.base = UnsafeRawPointer(base)
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: base), count) }

  /// Whether `count` numbers of a type lie at `offset`.
  package func holds<Number: BitwiseCopyable>(
    _ type: Number.Type, _ count: Int, at offset: Int
  ) -> Bool {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Number>.stride)
    return !overflow && count >= 0 && offset >= 0 && offset <= self.count
      && bytes <= self.count - offset
  }

  /// Gives `body` the `count` numbers at `offset`, as they lie there or, where the processor could not read them so, in a
  /// copy.
  ///
  /// - Precondition: It `holds` them.
  package func withNumbers<Number: BitwiseCopyable, Result>(
    _ type: Number.Type, _ count: Int, at offset: Int, _ body: (Span<Number>) throws -> Result
  ) rethrows -> Result {
    precondition(holds(type, count, at: offset), "\(count) numbers at \(offset) of \(self.count)")
    let start = base + offset
    if offset % MemoryLayout<Number>.alignment == 0 {
      return try body(Span(_unsafeStart: start.assumingMemoryBound(to: Number.self), count: count))
    }
    return try withUnsafeTemporaryAllocation(of: Number.self, capacity: count) { copy in
      let bytes = count * MemoryLayout<Number>.stride
      UnsafeMutableRawBufferPointer(copy).copyMemory(
        from: UnsafeRawBufferPointer(start: start, count: bytes))
      return try body(Span(_unsafeElements: copy))
    }
  }
}
