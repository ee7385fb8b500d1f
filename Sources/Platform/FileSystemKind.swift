import Foundation

/// The kind of file system that holds a folder, which decides whether a results file can be read there while it is
/// written.
package struct FileSystemKind: Codable, Equatable {
  /// The file system's name as Linux has it (`ext4`).
  package var name: String
  /// Whether readers on other hosts see writes in their order, as HDF5's SWMR needs; nil where that is not known.
  package var ordersWrites: Bool?

  /// The kind of the file system of the folder at `path`, an absolute one without symbolic links; nil where it is
  /// unknown.
  ///
  /// - Parameter mounts: The mounted file systems in the form of `/proc/self/mountinfo`; those of this process where
  ///   nil.
  package init?(of path: String, mounts: String? = nil) {
    let table = mounts ?? (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8))
    var best: (point: String, type: String)?
    for line in (table ?? "").split(separator: "\n") {
      let fields = line.split(separator: " ").map(String.init)
      guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 1, fields.count > 4
      else { continue }
      let point = fields[4].replacingOccurrences(of: "\\040", with: " ")
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      // Where two are mounted on one point, the later covers the earlier.
      if isAbove, point.count >= best?.point.count ?? 0 { best = (point, fields[dash + 1]) }
    }
    guard let best else { return nil }
    name = best.type
    ordersWrites = Self.known[best.type]
  }

  private static let known: [String: Bool] = {
    let local = ["ext2", "ext3", "ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "f2fs"]
    // These keep POSIX semantics over the network.
    let parallel = ["lustre", "gpfs"]
    let loose = [
      "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "fuse.sshfs", "fuse.glusterfs",
      "fuse.s3fs", "fuse.gcsfuse", "fuse.rclone", "vboxsf", "fuse.vmhgfs-fuse",
    ]
    return Dictionary(
      uniqueKeysWithValues: (local + parallel).map { ($0, true) } + loose.map { ($0, false) })
  }()
}

extension FileSystemKind {
  /// The kind of the file system of the folder that holds the file at `path`, whether or not that file exists; nil
  /// where it is unknown.
  package init?(holding path: String) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    self.init(of: folder.resolvingSymlinksInPath().path)
  }
}
