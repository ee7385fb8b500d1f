import Foundation

/// The folder in which MPI keeps the files by which its processes find each other.
package struct TemporaryFolder: Codable, Equatable, Sendable {
  /// The folder's path as `TMPDIR` has it.
  package let path: String
  /// What is wrong with the folder, in words that follow its path ("does not exist"); nil where nothing is.
  package let fault: String?

  /// Open MPI's files take some hundred kilobytes, and shared memory lies there too where /dev/shm has no room.
  private static let leastBytes = 4 << 20

  /// The folder of a process with these variables, looked at once.
  ///
  /// - Parameter environment: The variables; `TMPDIR` names the folder, which is /tmp without it.
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
