import HDF5

/// Cells of a table on trial, or on trial × checkpoint, in the order of the file. A cell may occur twice; then the
/// later one counts.
struct RowScatter {
  /// The places of the cells, ascending: trial, or trial · checkpoints + checkpoint.
  let places: [Int]
  /// How many checkpoints a trial has; nil for a table on trial alone.
  let checkpointCount: Int?

  /// A stretch of the file and the cells in it.
  struct Run: Equatable {
    var first: Int
    var last: Int
    /// The positions in `places` of the cells that lie in the stretch.
    var members: Range<Int>
    /// How many different places these cells have.
    var distinct: Int
  }

  /// Stretches of the file that together hold all cells.
  ///
  /// - Parameters:
  ///   - gap: How many other cells may lie between two neighbours of one stretch.
  ///   - limit: How many cells of the file a stretch may span.
  func runs(gap: Int, limit: Int) -> [Run] {
    var runs: [Run] = []
    for (member, place) in places.enumerated() {
      if let run = runs.last, place - run.last <= gap + 1, place - run.first < limit {
        runs[runs.count - 1].distinct += place == run.last ? 0 : 1
        runs[runs.count - 1].last = place
        runs[runs.count - 1].members = run.members.lowerBound..<member + 1
      } else {
        runs.append(Run(first: place, last: place, members: member..<member + 1, distinct: 1))
      }
    }
    return runs
  }

  /// The rectangle of the table that holds a run, and the place of its first cell.
  ///
  /// Where the run spans several trials, the rectangle holds these trials whole, so that it is one piece of the file.
  func rectangle(_ run: Run) -> (first: Int, start: [Int], count: [Int]) {
    guard let checkpointCount else {
      return (run.first, [run.first], [run.last - run.first + 1])
    }
    let trial = run.first / checkpointCount
    let trials = run.last / checkpointCount - trial + 1
    guard trials == 1 else {
      return (trial * checkpointCount, [trial, 0], [trials, checkpointCount])
    }
    return (run.first, [trial, run.first % checkpointCount], [1, run.last - run.first + 1])
  }
}

extension Dataset {
  /// Writes numbers into `cells` with few transfers: neighbours are written together, and a short gap between two is
  /// read and written back, which costs less than another transfer.
  ///
  /// - Parameters:
  ///   - extent: The sizes of the dimensions beyond those of the cells.
  ///   - store: Puts the numbers of a cell, given its position among the cells, into a block at an offset.
  func write<Number: Element>(
    _ cells: RowScatter, extent: [Int], as type: Number.Type = Number.self,
    store: (_ member: Int, _ block: inout [Number], _ offset: Int) -> Void
  ) throws(HDF5Error) {
    let width = extent.reduce(1, *)
    let bytes = width * Number.elementType.size
    for run in cells.runs(gap: mergedGap / bytes, limit: max(1, longestTransfer / bytes)) {
      let (first, start, count) = cells.rectangle(run)
      let slab = Hyperslab(
        start: start + extent.map { _ in 0 }, count: count + extent)
      var block =
        run.distinct * width == slab.size
        ? [Number](repeating: .zero, count: slab.size) : try read(Number.self, slab)
      for member in run.members {
        store(member, &block, (cells.places[member] - first) * width)
      }
      try write(block, slab)
    }
  }
}

/// How many bytes may be read and written back to join two transfers; a transfer costs as much as some 10 kB.
private let mergedGap = 16_384
/// How many bytes a transfer may have, so that little memory is needed.
private let longestTransfer = 4_194_304
