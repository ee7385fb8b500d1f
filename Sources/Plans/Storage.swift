package import LinearAlgebra
package import Programs

/// Numbers that outlive a run, such as the parameters, their gradients or a batch.
///
/// Several plans may share one storage, so that nothing is copied between training, evaluation and observation.
package final class Storage<Element: Scalar> {
  /// The address of the first element, aligned for vectors; valid as long as the storage lives.
  let base: UnsafeMutableRawPointer
  /// The number of elements.
  package let count: Int

  /// A storage of `count` zeros.
  package init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    base = Arena.allocate(bytes: bytes)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  /// A storage that holds a copy of these elements.
  package convenience init(_ elements: [Element]) {
    self.init(count: elements.count)
    self.elements = elements
  }

  deinit { base.deallocate() }

  private var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base.assumingMemoryBound(to: Element.self), count: count)
  }

  /// An element, counted from 0; an index beyond the storage traps.
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

  /// All elements, as a copy. New ones must be as many.
  package var elements: [Element] {
    get { Array(buffer) }
    set {
      precondition(newValue.count == count, "\(newValue.count) elements for \(count)")
      _ = buffer.update(fromContentsOf: newValue)
    }
  }

  /// The elements as bytes in the order of this machine. New ones must be as many.
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

  /// Takes as many elements as this storage has from another, starting at its element `offset`.
  package func copy(from other: Storage, at offset: Int = 0) {
    precondition(
      offset >= 0 && offset + count <= other.count, "\(count) from \(offset) of \(other.count)")
    let bytes = MemoryLayout<Element>.stride
    base.copyMemory(from: other.base + offset * bytes, byteCount: count * bytes)
  }

  /// Lets `body` read the elements in place.
  ///
  /// - Throws: The error that `body` throws, if it does.
  package func withSpan<Result>(_ body: (Span<Element>) throws -> Result) rethrows -> Result {
    try body(Span(_unsafeElements: buffer))
  }

  /// Lets `body` change the elements in place.
  ///
  /// - Throws: The error that `body` throws, if it does.
  package func withMutableSpan<Result>(
    _ body: (inout MutableSpan<Element>) throws -> Result
  ) rethrows -> Result {
    var span = MutableSpan(_unsafeElements: buffer)
    return try body(&span)
  }
}

/// Where a value of a program lies: in `value.shape.count` elements of a storage, from `offset` on.
package struct Binding<Element: Scalar> {
  /// An input or an output of the program.
  package let value: Value
  /// The storage in which the value lies, row by row.
  package let storage: Storage<Element>
  /// The element of the storage at which the value begins.
  package let offset: Int

  /// Places a value in a storage, which must reach beyond the value's last element.
  package init(_ value: Value, to storage: Storage<Element>, offset: Int = 0) {
    precondition(
      offset >= 0 && offset + value.shape.count <= storage.count,
      "\(value.shape) at \(offset) of \(storage.count)")
    self.value = value
    self.storage = storage
    self.offset = offset
  }
}
