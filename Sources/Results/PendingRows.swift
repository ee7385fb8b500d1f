/// Rows that wait to be written to the file.
struct PendingRows {
  /// How many numbers a row has.
  let width: Int
  let checkpointCount: Int
  /// The place of each row: trial · checkpoints + checkpoint.
  private(set) var places: [Int] = []
  private(set) var steps: [Int64] = []
  /// The numbers of all rows, [rows × width], row-major.
  private(set) var values: [Double] = []

  init(width: Int, checkpointCount: Int) {
    self.width = width
    self.checkpointCount = checkpointCount
  }

  var byteCount: Int { (values.count + 2 * places.count) * 8 }

  mutating func append(trial: Int, checkpoint: Int, step: Int, _ numbers: [Double]) {
    places.append(trial * checkpointCount + checkpoint)
    steps.append(Int64(step))
    values.append(contentsOf: numbers)
  }

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// The rows' positions in the order of the file; rows of the same place are in the order in which they came.
  func fileOrder() -> [Int] {
    places.indices.sorted { (places[$0], $0) < (places[$1], $1) }
  }
}
