import Foundation
import HDF5
import Platform

/// A file of named arrays that is to be written: safetensors, HDF5 or `numpy.savez`'s, as the end of its name says.
package struct NewArrayFile: Hashable, Sendable {
  private enum Format: String {
    case safetensors
    case hdf5 = "h5"
    case npz
  }

  package let path: String
  private let format: Format

  /// - Throws: `NewArrayFileError` where the name ends on none of the suffixes, or something is at the path already.
  package init(_ path: String) throws(NewArrayFileError) {
    guard let format = Format(rawValue: URL(fileURLWithPath: path).pathExtension) else {
      throw .unknownSuffix(path: path)
    }
    guard !OwnFile.isTaken(path) else { throw .taken(path: path) }
    (self.path, self.format) = (path, format)
  }

  /// Writes the arrays, of different names, in their order. Where that fails, no file is left.
  ///
  /// - Parameter facts: Short texts about the file, such as the kind of cell under `cell`; .npz has no place for them.
  /// - Throws: `NewArrayFileError` where something has come to the path meanwhile, or it cannot be written.
  package func write<Number: StoredNumber>(
    _ arrays: [NewArray<Number>], facts: [String: String] = [:]
  ) throws(NewArrayFileError) {
    precondition(Set(arrays.map(\.name)).count == arrays.count, "two arrays of one name")
    switch format {
    case .safetensors: try write(safetensorsBytes(of: arrays, facts))
    case .npz:
      guard let bytes = npzBytes(of: arrays) else {
        throw .unwritable(
          path: path, reason: "more than 4 GiB or 65535 arrays; write .safetensors or .h5")
      }
      try write(bytes)
    case .hdf5: try writeHDF5(arrays, facts)
    }
  }

  private func write(_ bytes: [UInt8]) throws(NewArrayFileError) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch CocoaError.fileWriteFileExists {
      throw .taken(path: path)
    } catch {
      throw .unwritable(path: path, reason: error.localizedDescription)
    }
  }

  private func writeHDF5<Number: StoredNumber>(
    _ arrays: [NewArray<Number>], _ facts: [String: String]
  ) throws(NewArrayFileError) {
    // What is at the path is removed after a failure only once it is this file.
    var isOwn = false
    do throws(HDF5Error) {
      let file = try File(creating: path)
      isOwn = true
      for (name, text) in facts.sorted(by: { $0.key < $1.key }) {
        try file.setAttribute(name, text)
      }
      for array in arrays {
        let dataset = try file.create(
          DatasetDescription(array.name, Number.elementType, shape: array.shape))
        try dataset.write(array.numbers)
      }
      try file.close()
    } catch {
      if isOwn { unlink(path) }
      throw .unwritable(path: path, reason: error.reason)
    }
  }
}

/// The arrays as `safetensors.torch.save_file` writes them: the length of a header, the header, the numbers.
func safetensorsBytes<Number: StoredNumber>(
  of arrays: [NewArray<Number>], _ facts: [String: String]
) -> [UInt8] {
  var (entries, end) = (metadata(facts).map { [$0] } ?? [], 0)
  for array in arrays {
    let shape = array.shape.map(String.init).joined(separator: ",")
    entries.append(
      #""\#(array.name)":{"dtype":"\#(Number.safetensorsName)","shape":[\#(shape)],"#
        + #""data_offsets":[\#(end),\#(end + array.size)]}"#)
    end += array.size
  }
  var header = Array("{\(entries.joined(separator: ","))}".utf8)
  // The numbers begin where eight bytes would, so that they can be read where they lie.
  while header.count % 8 != 0 { header.append(0x20) }
  var bytes = [UInt8]()
  bytes.reserveCapacity(8 + header.count + end)
  bytes.append(UInt64(header.count), size: 8)
  bytes += header
  for array in arrays { array.append(to: &bytes) }
  return bytes
}

/// The entry of a safetensors header that holds texts; nil where there are none.
private func metadata(_ facts: [String: String]) -> String? {
  guard !facts.isEmpty else { return nil }
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  // Texts can always be encoded.
  guard let text = try? encoder.encode(facts) else { return nil }
  return #""__metadata__":\#(String(decoding: text, as: UTF8.self))"#
}
