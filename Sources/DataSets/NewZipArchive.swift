import Platform

/// The arrays as `numpy.savez` writes them, uncompressed in a zip archive (PKWARE's APPNOTE, 4.3), undated so that equal
/// arrays make equal files.
///
/// - Returns: Nil where they are too many or too large for an archive without zip64.
func npzBytes<Number: StoredNumber>(of arrays: [NewArray<Number>]) -> [UInt8]? {
  // A member's headers take less than a kibibyte beside its name.
  let size = arrays.reduce(0) { $0 + $1.size + 2 * $1.name.utf8.count + 1024 }
  guard size < UInt32.max, arrays.count < UInt16.max else { return nil }
  var (bytes, directory) = ([UInt8](), [UInt8]())
  bytes.reserveCapacity(size)
  for array in arrays {
    let name = Array("\(array.name).npy".utf8)
    let content = npyBytes(of: array)
    let about = memberHeader(name: name, content: content)
    // The directory's entry says the same, and where the member begins.
    directory.append(0x0201_4B50, size: 4)
    directory.append(20, size: 2)
    directory += about
    // Comment, disk and attributes: none.
    directory.append(0, size: 8)
    directory.append(0, size: 2)
    directory.append(UInt64(bytes.count), size: 4)
    directory += name
    bytes.append(0x0403_4B50, size: 4)
    bytes += about + name + content
  }
  let start = bytes.count
  bytes += directory
  bytes.append(0x0605_4B50, size: 4)
  bytes.append(0, size: 4)
  for _ in 0..<2 { bytes.append(UInt64(arrays.count), size: 2) }
  bytes.append(UInt64(directory.count), size: 4)
  bytes.append(UInt64(start), size: 4)
  bytes.append(0, size: 2)
  return bytes
}

/// What a member's own header and its entry in the directory have in common: version 2.0, no flags, uncompressed, the
/// first of January 1980, checksum, sizes, and the lengths of its name and of nothing more.
private func memberHeader(name: [UInt8], content: [UInt8]) -> [UInt8] {
  var bytes = [UInt8]()
  bytes.append(20, size: 2)
  bytes.append(0, size: 2 + 2 + 2)
  bytes.append(1 << 5 | 1, size: 2)
  bytes.append(UInt64(crc32(content[...])), size: 4)
  for _ in 0..<2 { bytes.append(UInt64(content.count), size: 4) }
  bytes.append(UInt64(name.count), size: 2)
  bytes.append(0, size: 2)
  return bytes
}

/// A whole .npy file (NEP 1, version 1.0), whose header ends where 64 bytes do.
private func npyBytes<Number: StoredNumber>(of array: NewArray<Number>) -> [UInt8] {
  let extents = array.shape.map { "\($0)," }.joined(separator: " ")
  var header = Array(
    "{'descr': '\(Number.npyName)', 'fortran_order': False, 'shape': (\(extents)), }".utf8)
  while (10 + header.count + 1) % 64 != 0 { header.append(0x20) }
  header.append(0x0A)
  var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
  bytes.append(UInt64(header.count), size: 2)
  bytes += header
  array.append(to: &bytes)
  return bytes
}
