@testable import DataSets
import Foundation
import TestSupport
import Testing

/// Data that have no end, or claim to be larger than memory.
@Suite struct UnboundedDataTests {
  private func textError(_ path: String) -> String {
    let error = #expect(throws: DataSetError.self) {
      try TextCorpus.load(from: path)
    }
    return error.map { "\($0)" } ?? ""
  }

  @Test func `a device or a pipe is no text`() throws {
    let folder = try DataFolder()
    #expect(mkfifo("\(folder.path)/pipe", 0o600) == 0)
    for path in ["/dev/zero", "\(folder.path)/pipe"] {
      #expect(textError(path) == "cannot read \(path): it is not a regular file")
    }
  }

  @Test func `images that claim more than a gibibyte are refused by their header`() throws {
    let folder = try DataFolder()
    // 2^20 images of 2^10 × 2^10 pixels.
    let header: [UInt8] = [0, 0, 8, 3, 0, 16, 0, 0, 0, 0, 4, 0, 0, 0, 4, 0]
    let path = try folder.write(header, as: "bomb")
    let error = #expect(throws: DataSetError.self) { try IDXFile(path: path) }
    #expect(error?.description.contains("expected at most 1024 MiB") == true)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["DYNSWEEP_TEST_ALL"] == "1"))
  func `a text that swells to more than half a gibibyte is refused`() throws {
    let folder = try DataFolder()
    let path = folder.compress([UInt8](repeating: 65, count: (1 << 29) + 1), as: "bomb.gz")
    #expect(textError(path).contains("more than 512 MiB of data"))
  }
}
