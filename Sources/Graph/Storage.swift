public import LinearAlgebra

/// Numbers that outlive a run: the parameters, their gradients, a batch.
///
/// Several plans may share one, so that nothing is copied between training, evaluation and observation.
public final class Storage<Element: Scalar> {
  let base: UnsafeMutableRawPointer
  public let count: Int

  /// Of `count` zeros.
  public init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    base = Arena.allocate(bytes: bytes)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  public convenience init(_ elements: [Element]) {
    self.init(count: elements.count)
    self.elements = elements
  }

  deinit { base.deallocate() }

  private var buffer: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base.assumingMemoryBound(to: Element.self), count: count)
  }

  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      return buffer[index]
    }
    set {
      precondition(index >= 0 && index < count, "element \(index) of \(count)")
      buffer[index] = newValue
    }
  }

  public var elements: [Element] {
    get { Array(buffer) }
    set {
      precondition(newValue.count == count, "\(newValue.count) elements for \(count)")
      _ = buffer.update(fromContentsOf: newValue)
    }
  }

  /// The elements as they lie in this machine's memory.
  public var bytes: [UInt8] {
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
  public func copy(from other: Storage, at offset: Int = 0) {
    precondition(
      offset >= 0 && offset + count <= other.count, "\(count) from \(offset) of \(other.count)")
    let bytes = MemoryLayout<Element>.stride
    base.copyMemory(from: other.base + offset * bytes, byteCount: count * bytes)
  }

  public func withSpan<Result>(_ body: (Span<Element>) throws -> Result) rethrows -> Result {
    try body(Span(_unsafeElements: buffer))
  }

  public func withMutableSpan<Result>(
    _ body: (inout MutableSpan<Element>) throws -> Result
  ) rethrows -> Result {
    var span = MutableSpan(_unsafeElements: buffer)
    return try body(&span)
  }
}

/// Which part of which storage a value of a program lies in: `count` elements from `offset`.
public struct Binding<Element: Scalar> {
  public let value: Value
  public let storage: Storage<Element>
  public let offset: Int

  public init(_ value: Value, to storage: Storage<Element>, offset: Int = 0) {
    precondition(
      offset >= 0 && offset + value.shape.count <= storage.count,
      "\(value.shape) at \(offset) of \(storage.count)")
    self.value = value
    self.storage = storage
    self.offset = offset
  }
}
