import Platform

/// An array of numbers from a user's file, row-major, in memory or where the operating system keeps the file.
package struct NumberArray: Sendable {
  /// Of one type, as they are held.
  enum Numbers<Number: BitwiseCopyable & Sendable>: Sendable {
    case held([Number])
    case mapped(MappedFile, offset: Int, count: Int)

    /// Gives `body` those of a stretch.
    func withSpan<Result>(_ range: Range<Int>, _ body: (Span<Number>) -> Result) -> Result {
      switch self {
      case .held(let numbers): return body(numbers.span.extracting(range))
      case .mapped(let file, let offset, let count):
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "\(range) of \(count)")
        let start = offset + range.lowerBound * MemoryLayout<Number>.stride
        return file.withNumbers(Number.self, range.count, at: start, body)
      }
    }

    var heldBytes: Int {
      if case .held(let numbers) = self { numbers.count * MemoryLayout<Number>.stride } else { 0 }
    }
  }

  /// Single precision holds whole numbers of 16 bits, and double precision those up to 2^53.
  enum Elements: Sendable {
    case bytes(Numbers<UInt8>)
    case singles(Numbers<Float>)
    case doubles(Numbers<Double>)
  }

  /// Bytes of one array that are held in memory at most.
  static let largestCount = 1 << 31

  package let name: String
  /// Slowest first; empty for a single number.
  package let shape: [Int]
  /// Whether the file has whole numbers, or yes and no.
  package let isWhole: Bool
  let elements: Elements

  package var count: Int { shape.reduce(1, *) }

  /// Bytes in this process's own memory; none where the file is mapped.
  package var heldBytes: Int {
    switch elements {
    case .bytes(let numbers): numbers.heldBytes
    case .singles(let numbers): numbers.heldBytes
    case .doubles(let numbers): numbers.heldBytes
    }
  }

  /// The number at a place of the flat array.
  package subscript(place: Int) -> Double {
    switch elements {
    case .bytes(let numbers): numbers.withSpan(place..<place + 1) { Double($0[0]) }
    case .singles(let numbers): numbers.withSpan(place..<place + 1) { Double($0[0]) }
    case .doubles(let numbers): numbers.withSpan(place..<place + 1) { $0[0] }
    }
  }

  /// Numbers, a `width` to each row, to rows that begin `stride` numbers apart.
  ///
  /// - Parameters:
  ///   - first: Where they begin in the flat array.
  ///   - place: Where the first row begins in `target`.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func copy<S: BinaryFloatingPoint>(
    from first: Int, rows: Int, width: Int, to target: inout MutableSpan<S>, at place: Int,
    stride: Int
  ) {
    let spread = Spread(rows: rows, width: width, place: place, stride: stride)
    let range = first..<first + rows * width
    switch elements {
    case .bytes(let numbers): numbers.withSpan(range) { spread.copy($0, to: &target) { S($0) } }
    case .singles(let numbers): numbers.withSpan(range) { spread.copy($0, to: &target) { S($0) } }
    case .doubles(let numbers): numbers.withSpan(range) { spread.copy($0, to: &target) { S($0) } }
    }
  }

  /// The numbers at some places of the flat array.
  package func numbers(_ range: Range<Int>) -> [Double] {
    var numbers = [Double](repeating: 0, count: range.count)
    var span = numbers.mutableSpan
    copy(from: range.lowerBound, rows: 1, width: range.count, to: &span, at: 0, stride: 0)
    return numbers
  }

  /// `name[3, 17, 2]`: the place of a number, as messages tell it.
  package func words(for place: Int) -> String {
    var (rest, index) = (place, [String]())
    for extent in shape.reversed() {
      index.insert(String(rest % extent), at: 0)
      rest /= extent
    }
    return "\(name)[\(index.joined(separator: ", "))]"
  }
}

/// Rows that lie one after the other and go to places apart.
private struct Spread {
  let rows: Int
  let width: Int
  let place: Int
  let stride: Int

  @inline(__always)
  func copy<Number, S>(
    _ source: Span<Number>, to target: inout MutableSpan<S>, _ convert: (Number) -> S
  ) {
    // One check of the whole stretch: a check for each number keeps the loop from being vectorised.
    precondition(rows >= 0 && rows * width <= source.count)
    precondition(rows == 0 || place + (rows - 1) * stride + width <= target.count)
    for row in 0..<rows {
      let (from, to) = (row * width, place + row * stride)
      for i in 0..<width {
        target[unchecked: to &+ i] = convert(source[unchecked: from &+ i])
      }
    }
  }
}
