import Foundation

/// Gives `body` an empty folder, by its path, that is gone afterwards.
public func withTemporaryDirectory<Value>(_ body: (String) throws -> Value) throws -> Value {
  let place = FileManager.default.temporaryDirectory
    .appendingPathComponent("dynsweep-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: place) }
  return try body(place.path)
}
