import DataSets
import Foundation
import TestSupport
import Testing

/// Files of arrays with bytes changed, added, removed or moved: each is read or refused, and none ends the process.
@Suite struct MutatedArraysTests {
  /// Every number of every array of a file.
  private func readAll(_ path: String) throws(DataSetError) -> Int {
    let arrays: PythonArrays
    switch FileFormat(of: path) {
    case .safetensors: arrays = try PythonArrays(safetensors: path)
    case .zip: arrays = try PythonArrays(npz: path)
    case .npy: arrays = try PythonArrays(npy: path, name: "x")
    case .other: throw .unreadable(path: path, reason: "another format")
    }
    var count = 0
    for name in arrays.names { count += try arrays.array(name).numbers().count }
    return count
  }

  // Made by Tests/CommandsTests/Fixtures/saved/saved_nets.py.
  @Test(arguments: [
    ("lstm.safetensors", 425), ("half.safetensors", 60), ("gru.npz", 180), ("lstm-cell.npz", 180),
    ("inputs.npy", 240),
  ])
  func `a mutated file is read or refused`(_ name: String, _ count: Int) throws {
    let saved = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("CommandsTests/Fixtures/saved/\(name)")
    #expect(try readAll(saved.path) == count)
    let original = [UInt8](try Data(contentsOf: saved))
    var source = SeededSource(seed: 46)
    try withTemporaryDirectory { folder in
      var (read, refused) = (0, 0)
      for number in 0..<rounds(400, all: 4_000) {
        let file = URL(fileURLWithPath: "\(folder)/\(number)")
        try Data(mutatedSweep(original, &source)).write(to: file)
        do throws(DataSetError) {
          _ = try readAll(file.path)
          read += 1
        } catch { refused += 1 }
        try FileManager.default.removeItem(at: file)
      }
      #expect(refused > 0, "\(read) read, \(refused) refused")
    }
  }
}
