import Synchronization

/// Labelled grey images: the training part of a data set in the format of MNIST.
package struct ImageSet: Sendable {
  /// The height of an image in pixels.
  package let rows: Int
  /// The width of an image in pixels.
  package let columns: Int
  /// The number of classes: one more than the largest label.
  package let classes: Int
  /// The grey values, [count × rows × columns], row-major, 0 … 255.
  package let pixels: [UInt8]
  /// The class of each image, from 0, [count].
  package let labels: [UInt8]
  /// The mean of all pixels of all images, on the scale 0 … 1.
  package let mean: Double
  /// The standard deviation of all pixels of all images, on the scale 0 … 1.
  package let standardDeviation: Double

  /// How many images there are.
  package var count: Int { labels.count }
  /// The number of pixels of an image: rows × columns.
  package var pixelsPerImage: Int { rows * columns }

  private static let cache = Mutex<[String: ImageSet]>([:])

  /// The data set in `folder`, which a process parses once.
  ///
  /// - Throws: `DataSetError.missing` where a file is not there, `.unreadable`, or `.malformed` where a file is broken
  ///   or images and labels do not match.
  package static func load(from folder: String) throws(DataSetError) -> ImageSet {
    // The lock is held while parsing, so that trials that start together parse once.
    try cache.withLock { sets throws(DataSetError) in
      if let set = sets[folder] { return set }
      let set = try ImageSet(readingFrom: folder)
      sets[folder] = set
      return set
    }
  }

  /// The data set in `folder` with images of `size` × `size` pixels, each that of the original at ⌊i · rows/size⌋ and
  /// ⌊j · columns/size⌋. Mean and standard deviation are the original's. A process makes it once.
  package static func load(
    from folder: String, size: Int
  ) throws(DataSetError) -> ImageSet {
    let original = try load(from: folder)
    return cache.withLock { sets in
      let key = "\(folder) at \(size)"
      if let set = sets[key] { return set }
      let set = ImageSet(original, size: size)
      sets[key] = set
      return set
    }
  }

  private init(_ other: ImageSet, size: Int) {
    (rows, columns, classes, labels) = (size, size, other.classes, other.labels)
    (mean, standardDeviation) = (other.mean, other.standardDeviation)
    let places = (0..<size * size).map { place in
      let (i, j) = place.quotientAndRemainder(dividingBy: size)
      return i * other.rows / size * other.columns + j * other.columns / size
    }
    pixels = (0..<other.count).flatMap { image in
      places.map { other.pixels[image * other.pixelsPerImage + $0] }
    }
  }

  private init(readingFrom folder: String) throws(DataSetError) {
    let images = try Self.open("train-images", "idx3-ubyte", in: folder)
    let labels = try Self.open("train-labels", "idx1-ubyte", in: folder)
    try Self.check(images, rank: 3)
    try Self.check(labels, rank: 1)
    guard images.dimensions[0] == labels.dimensions[0] else {
      throw .malformed(
        path: labels.path, found: "\(labels.dimensions[0]) labels",
        expected: "\(images.dimensions[0]), one for each image of \(images.path)")
    }
    rows = images.dimensions[1]
    columns = images.dimensions[2]
    pixels = images.bytes
    self.labels = labels.bytes
    classes = labels.bytes.reduce(0) { max($0, Int($1)) } + 1
    (mean, standardDeviation) = Self.meanAndDeviation(of: images.bytes)
  }

  /// The file names under which a part of a data set is looked for.
  private static func names(_ stem: String, _ kind: String) -> [String] {
    ["\(stem)-\(kind)", "\(stem).\(kind)"].flatMap { [$0, $0 + ".gz"] }
  }

  /// The stems of the names of the files that `folder` lacks: `train-images`, `train-labels`.
  package static func missingFiles(in folder: String) -> [String] {
    [("train-images", "idx3-ubyte"), ("train-labels", "idx1-ubyte")].compactMap { stem, kind in
      let isThere = names(stem, kind).contains { CompressedFile.exists("\(folder)/\($0)") }
      return isThere ? nil : stem
    }
  }

  private static func open(
    _ stem: String, _ kind: String, in folder: String
  ) throws(DataSetError) -> IDXFile {
    let names = names(stem, kind)
    for name in names where CompressedFile.exists("\(folder)/\(name)") {
      return try IDXFile(path: "\(folder)/\(name)")
    }
    throw .missing(folder: folder, lookedFor: names)
  }

  private static func check(_ file: IDXFile, rank: Int) throws(DataSetError) {
    guard file.elementType == .uint8, file.dimensions.count == rank else {
      throw .malformed(
        path: file.path,
        found: "\(file.elementType) of \(file.dimensions.count) dimensions",
        expected: "uint8 of \(rank)")
    }
    guard !file.bytes.isEmpty else {
      throw .malformed(
        path: file.path, found: "\(IDXFile.shape(file.dimensions)) elements",
        expected: "at least one")
    }
  }

  /// Mean and standard deviation on the scale 0 … 1, from exact sums.
  private static func meanAndDeviation(of pixels: [UInt8]) -> (Double, Double) {
    var sum: UInt64 = 0
    var squares: UInt64 = 0
    for start in stride(from: 0, to: pixels.count, by: 1 << 14) {
      var partial: UInt32 = 0
      var partialSquares: UInt32 = 0
      for pixel in pixels[start..<min(start + (1 << 14), pixels.count)] {
        let value = UInt32(pixel)
        // At most 2^14 · 255² < 2^30: no overflow.
        partial &+= value
        partialSquares &+= value &* value
      }
      sum += UInt64(partial)
      squares += UInt64(partialSquares)
    }
    let count = Double(pixels.count)
    let mean = Double(sum) / count
    let variance = Double(squares) / count - mean * mean
    return (mean / 255, variance.squareRoot() / 255)
  }
}
