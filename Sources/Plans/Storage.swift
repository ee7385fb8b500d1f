package import LinearAlgebra
package import Programs

/// Numbers that outlive a run: the parameters, their gradients, a batch.
///
/// Several plans may share one, so that nothing is copied between training, evaluation and observation.
package final class Storage<Element: Scalar> {
  package let base: UnsafeMutableRawPointer
  package let count: Int

  /// Of `count` zeros.
  package init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    base = Arena.allocate(bytes: bytes)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  package convenience init(_ elements: [Element]) {
    self.init(count: elements.count)
    self.elements = elements
  }

  deinit { base.deallocate() }

  private var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base.assumingMemoryBound(to: Element.self), count: count)
  }

  package subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      return buffer[index]
    }
    set {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      buffer[index] = newValue
    }
  }

  package var elements: [Element] {
    get { Array(buffer) }
    set {
      precondition(newValue.count == count, "\(newValue.count) elements for \(count)")
      _ = buffer.update(fromContentsOf: newValue)
    }
  }

  /// The elements as they lie in this machine's memory.
  package var bytes: [UInt8] {
    get { Array(UnsafeRawBufferPointer(start: base, count: byteCount)) }
    set {
      precondition(newValue.count == byteCount, "\(newValue.count) bytes for \(byteCount)")
      newValue.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(start: base, count: byteCount).copyMemory(from: $0)
      }
    }
  }

  private var byteCount: Int { count * MemoryLayout<Element>.stride }

  /// Takes over as many elements as this storage has, from `offset` of another on.
  package func copy(from other: Storage, at offset: Int = 0) {
    precondition(
      offset >= 0 && offset + count <= other.count, "\(count) from \(offset) of \(other.count)")
    let bytes = MemoryLayout<Element>.stride
    base.copyMemory(from: other.base + offset * bytes, byteCount: count * bytes)
  }

  package func withSpan<Result>(_ body: (Span<Element>) throws -> Result) rethrows -> Result {
    try body(Span(_unsafeElements: buffer))
  }

  package func withMutableSpan<Result>(
    _ body: (inout MutableSpan<Element>) throws -> Result
  ) rethrows -> Result {
    var span = MutableSpan(_unsafeElements: buffer)
    return try body(&span)
  }
}

/// Which part of which storage a value of a program lies in: `count` elements from `offset`.
package struct Binding<Element: Scalar> {
  package let value: Value
  package let storage: Storage<Element>
  package let offset: Int

  package init(_ value: Value, to storage: Storage<Element>, offset: Int = 0) {
    precondition(
      offset >= 0 && offset + value.shape.count <= storage.count,
      "\(value.shape) at \(offset) of \(storage.count)")
    self.value = value
    self.storage = storage
    self.offset = offset
  }
}
