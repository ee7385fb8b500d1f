import Foundation

/// Gives `body` an empty folder, by its path, that is gone afterwards.
///
/// - Parameter inMemory: Where there is such a place, on a file system in memory: for tests that bring much to the disk.
package func withTemporaryDirectory<Value>(
  inMemory: Bool = false, _ body: (String) throws -> Value
) throws -> Value {
  let memory = URL(fileURLWithPath: "/dev/shm")
  let isThere = inMemory && access(memory.path, W_OK) == 0
  let place = (isThere ? memory : FileManager.default.temporaryDirectory)
    .appendingPathComponent("dynsweep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: place) }
  return try body(place.path)
}
