import CHDF5

extension Dataset {
  /// Replaces the elements of a dataset of texts of `bytes` bytes each, or those of `slab`.
  ///
  /// - Precondition: There are as many texts as elements, and none needs more bytes of UTF-8; `Text.cut` shortens one.
  /// - Throws: `HDF5Error` where the file cannot be written.
  package func write(
    _ texts: [String], bytes: Int, _ slab: Hyperslab? = nil
  ) throws(HDF5Error) {
    var flat = [UInt8](repeating: 0, count: texts.count * bytes)
    for (row, text) in texts.enumerated() {
      let encoded = Array(text.utf8)
      precondition(encoded.count <= bytes, "\(encoded.count) bytes of text for \(bytes)")
      flat.replaceSubrange(row * bytes..<row * bytes + encoded.count, with: encoded)
    }
    try write(flat, as: .text(bytes: bytes), count: texts.count, slab)
  }

  /// Its texts, whether of fixed or of variable length, row-major; bytes that are not UTF-8 are replaced.
  ///
  /// - Throws: `HDF5Error` where it does not hold texts, is too large to read at once, or cannot be read.
  package func readTexts() throws(HDF5Error) -> [String] {
    let id = handle.id
    let subject = subject
    let type = try Handle(H5Dget_type(id), "H5Dget_type", subject)
    let space = try Handle(H5Dget_space(id), "H5Dget_space", subject)
    try requireStorage(ofElements: elementCount(HDF5.shape(of: space, subject), subject))
    do {
      return try texts(of: type, space, subject) { memory, buffer in
        H5Dread(id, memory, ch5_all(), ch5_all(), ch5_default(), buffer)
      }
    } catch {
      try requireFilters()
      throw error
    }
  }
}

/// Shortens texts to a number of bytes.
package enum Text {
  /// The longest beginning of `text` that takes at most `bytes` bytes of UTF-8, in whole Unicode scalars.
  package static func cut(_ text: String, bytes: Int) -> String {
    guard text.utf8.count > bytes else { return text }
    var kept = ""
    var used = 0
    for scalar in text.unicodeScalars {
      used += UTF8.width(scalar)
      guard used <= bytes else { break }
      kept.unicodeScalars.append(scalar)
    }
    return kept
  }
}

/// The texts of a dataset or attribute.
///
/// - Parameter read: Reads the elements into memory as elements of the given datatype; returns HDF5's status.
func texts(
  of type: borrowing Handle, _ space: borrowing Handle, _ subject: String,
  read: (hid_t, UnsafeMutableRawPointer) -> herr_t
) throws(HDF5Error) -> [String] {
  guard Kind(of: type) == .text else {
    throw HDF5Error(call: "H5Tget_class", subject: subject, reason: "it is not a text")
  }
  let id = type.id
  let count = try elementCount(shape(of: space, subject), subject)
  guard try check(H5Tis_variable_str(id), "H5Tis_variable_str", subject) == 0 else {
    return try variableTexts(of: type, space, count, subject, read: read)
  }
  let bytes = answer(H5Tget_size(id))
  var flat = [UInt8](repeating: 0, count: try elementCount([count, bytes], subject))
  // The type is the stored one, because a conversion could replace the last byte by a terminator.
  try check(read(id, &flat), "H5Dread", subject)
  return (0..<count).map { row in
    let field = flat[row * bytes..<(row + 1) * bytes].prefix { $0 != 0 }
    return String(decoding: field, as: UTF8.self)
  }
}

/// The texts of a dataset or attribute of variable length, whose memory HDF5 allocates and takes back.
private func variableTexts(
  of type: borrowing Handle, _ space: borrowing Handle, _ count: Int, _ subject: String,
  read: (hid_t, UnsafeMutableRawPointer) -> herr_t
) throws(HDF5Error) -> [String] {
  let id = type.id
  let spaceID = space.id
  var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
  try check(read(id, &pointers), "H5Dread", subject)
  let found = pointers.map { $0.map { String(cString: $0) } ?? "" }
  release(H5Dvlen_reclaim(id, spaceID, ch5_default(), &pointers))
  return found
}
