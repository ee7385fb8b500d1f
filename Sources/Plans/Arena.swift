import Glibc

/// Lays regions out in one piece of memory so that those in use at the same time do not overlap.
struct Arena {
  static let alignment = 64

  /// A run of bytes, in use from one instruction to another.
  struct Region {
    let bytes: Int
    /// The first and the last instruction at which it is in use.
    var first: Int
    var last: Int
    /// Where the region begins, in bytes from the start of the memory; 0 until `layOut`.
    var offset = 0
  }

  private(set) var regions: [Region] = []

  /// Makes a region of `bytes`, in use at this instruction, and returns its number; `use` keeps it for others.
  mutating func region(bytes: Int, at instruction: Int) -> Int {
    let rounded = (max(bytes, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
    regions.append(Region(bytes: rounded, first: instruction, last: instruction))
    return regions.count - 1
  }

  /// Keeps a region for one more instruction.
  mutating func use(_ region: Int, at instruction: Int) {
    regions[region].first = min(regions[region].first, instruction)
    regions[region].last = max(regions[region].last, instruction)
  }

  /// Gives each region its offset, the lowest that is free during all its use. Larger regions choose first.
  ///
  /// - Returns: The bytes of the whole memory.
  mutating func layOut() -> Int {
    var placed: [Int] = []
    for index in regions.indices.sorted(by: { (-regions[$0].bytes, $0) < (-regions[$1].bytes, $1) })
    {
      let region = regions[index]
      let rivals = placed.filter {
        regions[$0].first <= region.last && regions[$0].last >= region.first
      }
      var offset = 0
      for rival in rivals.sorted(by: { regions[$0].offset < regions[$1].offset }) {
        if regions[rival].offset >= offset + region.bytes { break }
        offset = max(offset, regions[rival].offset + regions[rival].bytes)
      }
      regions[index].offset = offset
      placed.append(index)
    }
    return placed.map { regions[$0].offset + regions[$0].bytes }.max() ?? 0
  }
}

extension Arena {
  private static let largePage = 2 << 20

  /// Memory for long use, whose owner deallocates it. It lies in large pages where it fills some, so that access to
  /// rows that are far apart costs no look-up of addresses.
  static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    guard bytes >= 2 * largePage else {
      return .allocate(byteCount: max(bytes, 1), alignment: alignment)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: largePage)
    _ = madvise(memory, bytes, MADV_HUGEPAGE)  // A wish: without it all is the same, but slower.
    return memory
  }
}
