import Glibc

/// Lays regions out in one piece of memory so that those in use at the same time do not overlap.
struct Arena {
  package static let alignment = 64

  struct Region {
    package let bytes: Int
    /// The first and the last instruction at which it is in use.
    package var first: Int
    package var last: Int
    package var offset = 0
  }

  private(set) var regions: [Region] = []

  /// Room for `bytes`, which `use` then keeps for the instructions that need it.
  mutating func region(bytes: Int, at instruction: Int) -> Int {
    let rounded = (max(bytes, 1) + Self.alignment - 1) / Self.alignment * Self.alignment
    regions.append(Region(bytes: rounded, first: instruction, last: instruction))
    return regions.count - 1
  }

  mutating func use(_ region: Int, at instruction: Int) {
    regions[region].first = min(regions[region].first, instruction)
    regions[region].last = max(regions[region].last, instruction)
  }

  /// Gives each region its offset, the lowest that is free all its time; larger ones choose first.
  ///
  /// - Returns: Bytes in all.
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

  /// Memory for long use; in large pages where it fills some, so that rows far apart cost no look-up of addresses.
  static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    guard bytes >= 2 * largePage else {
      return .allocate(byteCount: max(bytes, 1), alignment: alignment)
    }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: largePage)
    _ = madvise(memory, bytes, MADV_HUGEPAGE)  // A wish: without it all is the same, but slower.
    return memory
  }
}
