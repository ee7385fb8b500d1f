import Foundation
import TestSupport
import Testing

/// A library of Fixtures/ for preloading, built with the compiler at hand.
enum Shim {
  /// - Returns: Its path, in `folder`.
  static func build(_ name: String, in folder: String) throws -> String {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).c").path
    let library = "\(folder)/\(name).so"
    let compiled = try TestSupport.run(
      "/usr/bin/env",
      ["clang", "-shared", "-fPIC", "-O1", "-Wall", source, "-o", library, "-ldl"])
    try #require(compiled.status == 0, "\(compiled.errors)")
    return library
  }
}

/// Where in its writing a run is to end, and how far it came: what `crash-point.c` is told and tells.
struct CrashPoint {
  /// The number of the operation, from 1; 0 for none.
  var operation = 0
  /// Operations count from this call of `H5Fclose` on; 1 is the end of making the file, 2 that of the run.
  var closes = 0
  /// Whether a write across pages is made in part.
  var isTorn = false
  /// Whether it is to stop at every operation instead.
  var isStopping = false

  /// - Parameters:
  ///   - file: The results file; what is beside it under longer names counts too.
  ///   - counter: A file for the count.
  func variables(_ library: String, file: String, counter: String) -> [String: String] {
    var variables = [
      "LD_PRELOAD": library, "CRASH_PREFIX": file, "CRASH_COUNT": counter,
      "CRASH_AT": "\(operation)", "CRASH_CLOSES": "\(closes)",
    ]
    if isTorn { variables["CRASH_TORN"] = "1" }
    if isStopping { variables["CRASH_STOP"] = "1" }
    return variables
  }

  /// Operations counted in `counter`.
  static func count(in counter: String) -> Int {
    guard let data = FileManager.default.contents(atPath: counter), data.count >= 8 else {
      return 0
    }
    return data.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
  }
}
