import CZlib
import Foundation

/// A folder of data files for one test; it goes with its last reference.
package final class DataFolder {
  package let path = NSTemporaryDirectory() + "dynsweep-data-" + UUID().uuidString

  package init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  package func write(_ bytes: [UInt8], as name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }

  package func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  @discardableResult
  package func compress(_ bytes: [UInt8], as name: String) -> String {
    let file = gzopen("\(path)/\(name)", "wb")
    gzwrite(file, bytes, UInt32(bytes.count))
    gzclose(file)
    return "\(path)/\(name)"
  }
}

/// The bytes of an IDX file.
package func idx(type: UInt8 = 8, _ dimensions: [Int], _ elements: [UInt8]) -> [UInt8] {
  let sizes = dimensions.flatMap { size in (0..<4).reversed().map { UInt8(size >> (8 * $0) & 255) }
  }
  return [0, 0, type, UInt8(dimensions.count)] + sizes + elements
}

/// `count` images of 3 × 2 pixels: pixel p of image i is 10·i + p, its label i mod 4.
package func writeSmallImages(count: Int, to folder: DataFolder) throws {
  let pixels = (0..<count).flatMap { image in (0..<6).map { UInt8(10 * image + $0) } }
  try folder.write(idx([count, 3, 2], pixels), as: "train-images-idx3-ubyte")
  let labels = (0..<count).map { UInt8($0 % 4) }
  folder.compress(idx([count], labels), as: "train-labels-idx1-ubyte.gz")
}
