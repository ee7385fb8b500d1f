import Platform

/// The members of a zip file, stored or deflated; also those of the 64-bit format (PKWARE's APPNOTE, 4.3 and 4.5).
struct ZipArchive: Sendable {
  struct Member: Sendable {
    let name: String
    fileprivate let isEncrypted: Bool
    fileprivate let method: Int
    fileprivate let checksum: Int
    fileprivate let packedSize: Int
    /// Bytes, unpacked.
    let size: Int
    fileprivate let headerOffset: Int
  }

  let path: String
  let members: [Member]
  private let file: MappedFile

  /// Reads the directory of the zip file at `path`.
  init(path: String) throws(DataSetError) {
    guard let file = MappedFile(path) else {
      throw .unreadable(path: path, reason: "it cannot be mapped into memory")
    }
    self.path = path
    self.file = file
    members = try ZipDirectory(path: path, file: file).members()
  }

  /// A member's bytes, unpacked.
  func contents(of member: Member) throws(DataSetError) -> [UInt8] {
    guard !member.isEncrypted, member.method == 0 || member.method == 8 else {
      throw broken(
        "\(member.name) \(member.isEncrypted ? "encrypted" : "packed by method \(member.method)")",
        "stored or deflated members, as numpy.savez and savez_compressed write them")
    }
    let bytes = try unpacked(member, at: start(of: member))
    guard crc32(bytes[...]) == UInt32(truncatingIfNeeded: member.checksum) else {
      throw broken("\(member.name) with another checksum than its own", "a file that is whole")
    }
    return bytes
  }

  private func start(of member: Member) throws(DataSetError) -> Int {
    let header = ZipDirectory(path: path, file: file)
    guard try header.number(at: member.headerOffset, 4) == 0x0403_4B50 else {
      throw broken("no header of \(member.name)", "a file that is whole")
    }
    let (name, extra) = (
      try header.number(at: member.headerOffset + 26, 2),
      try header.number(at: member.headerOffset + 28, 2)
    )
    return member.headerOffset + 30 + name + extra
  }

  private func unpacked(_ member: Member, at start: Int) throws(DataSetError) -> [UInt8] {
    guard file.holds(UInt8.self, member.packedSize, at: start) else {
      throw broken("an end inside \(member.name)", "a file that is whole")
    }
    let bytes: [UInt8]? = file.withNumbers(UInt8.self, member.packedSize, at: start) { packed in
      if member.method == 8 { return inflated(packed, count: member.size) }
      return packed.count == member.size ? packed.indices.map { packed[$0] } : nil
    }
    guard let bytes else {
      throw broken(
        "\(member.name) that does not unpack to \(member.size) bytes", "a file that is whole")
    }
    return bytes
  }

  private func broken(_ found: String, _ expected: String) -> DataSetError {
    .malformed(path: path, found: found, expected: expected)
  }
}

/// Where a zip file's members are written down: at its end.
private struct ZipDirectory {
  let path: String
  let file: MappedFile

  func members() throws(DataSetError) -> [ZipArchive.Member] {
    var (count, place) = try location()
    var members: [ZipArchive.Member] = []
    while count > 0 {
      guard try number(at: place, 4) == 0x0201_4B50 else { throw broken() }
      members.append(try member(at: place))
      let lengths = try [28, 30, 32].map { (field) throws(DataSetError) in
        try number(at: place + field, 2)
      }
      place += 46 + lengths.reduce(0, +)
      count -= 1
    }
    return members
  }

  /// How many members there are, and where the first is described.
  private func location() throws(DataSetError) -> (count: Int, first: Int) {
    // A comment of up to 65535 bytes may follow.
    let last = file.count - 22
    var end = last
    while end >= max(0, last - 65_535), try number(at: end, 4) != 0x0605_4B50 { end -= 1 }
    guard end >= max(0, last - 65_535) else { throw broken() }
    if end >= 20, try number(at: end - 20, 4) == 0x0706_4B50 {
      let wide = try number(at: end - 12, 8)
      guard try number(at: wide, 4) == 0x0606_4B50 else { throw broken() }
      return (try number(at: wide + 32, 8), try number(at: wide + 48, 8))
    }
    return (try number(at: end + 10, 2), try number(at: end + 16, 4))
  }

  private func member(at place: Int) throws(DataSetError) -> ZipArchive.Member {
    let nameLength = try number(at: place + 28, 2)
    let name = try bytes(at: place + 46, nameLength)
    var wide = try WideSizes(self, at: place + 46 + nameLength, count: number(at: place + 30, 2))
    let size = try wide.value(number(at: place + 24, 4), self)
    let packedSize = try wide.value(number(at: place + 20, 4), self)
    let offset = try wide.value(number(at: place + 42, 4), self)
    return ZipArchive.Member(
      name: String(decoding: name, as: UTF8.self),
      isEncrypted: try number(at: place + 8, 2) & 1 == 1, method: try number(at: place + 10, 2),
      checksum: try number(at: place + 16, 4), packedSize: packedSize, size: size,
      headerOffset: offset)
  }

  /// A little-endian number of `size` bytes.
  func number(at place: Int, _ size: Int) throws(DataSetError) -> Int {
    let bytes = try bytes(at: place, size)
    return Int(clamping: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private func bytes(at place: Int, _ count: Int) throws(DataSetError) -> [UInt8] {
    guard file.holds(UInt8.self, count, at: place) else { throw broken() }
    return file.withNumbers(UInt8.self, count, at: place) { bytes in
      bytes.indices.map { bytes[$0] }
    }
  }

  private func broken() -> DataSetError {
    .malformed(path: path, found: "no directory of its members", expected: "a file that is whole")
  }
}

/// Sizes beyond 32 bits, which stand in an extra field of a member's description.
private struct WideSizes {
  private var next: Int
  private let end: Int

  init(_ directory: ZipDirectory, at place: Int, count: Int) throws(DataSetError) {
    var place = place
    let last = place + count
    while place + 4 <= last {
      let size = try directory.number(at: place + 2, 2)
      if try directory.number(at: place, 2) == 1 {
        (next, end) = (place + 4, place + 4 + size)
        return
      }
      place += 4 + size
    }
    (next, end) = (0, 0)
  }

  /// The size that stands as `short`, or the next of the field where `short` says so.
  mutating func value(_ short: Int, _ directory: ZipDirectory) throws(DataSetError) -> Int {
    guard short == 0xFFFF_FFFF, next + 8 <= end else { return short }
    defer { next += 8 }
    return try directory.number(at: next, 8)
  }
}
