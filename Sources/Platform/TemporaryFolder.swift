import Foundation

/// The folder in which MPI keeps what its processes find each other by.
package struct TemporaryFolder: Codable, Equatable, Sendable {
  package let path: String
  /// What is wrong with it, in words; nil where nothing is.
  package let fault: String?

  /// Open MPI's take some hundred kilobytes, and shared memory where /dev/shm has no room.
  private static let leastBytes = 4 << 20

  /// - Parameter environment: `TMPDIR` names it; else it is /tmp.
  package init(environment: [String: String]) {
    path = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    fault = Self.fault(of: path)
  }

  private static func fault(of path: String) -> String? {
    let files = FileManager.default
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else { return "does not exist" }
    guard isFolder.boolValue else { return "is no folder" }
    let probe = "\(path)/dynsweep-\(UUID().uuidString)"
    guard mkdir(probe, 0o700) == 0 else {
      return "cannot be written (\(String(cString: strerror(errno))))"
    }
    rmdir(probe)
    let attributes = try? files.attributesOfFileSystem(forPath: path)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue, free < leastBytes
    else { return nil }
    return "is full: \(free / 1024) KB are free"
  }
}
