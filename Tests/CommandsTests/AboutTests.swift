import Foundation
import Results
import TestSupport
import Testing

/// What a sweep tells about itself, in its results file.
@Suite struct AboutTests {
  private func sweep(_ about: String) -> String {
    """
    name: told
    \(about)
    task: {name: lag-echo, batch: 4, length: 8, lag: 2, validation_samples: 8}
    model: {width: {grid: [3, 4]}}
    training: {steps: 4, checkpoints: {count: 2}}
    """
  }

  private func write(_ about: String, _ folder: String) throws -> String {
    let path = "\(folder)/a.yaml"
    try sweep(about).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func attributes(_ file: String) throws -> [String: Any] {
    let outcome = try python(
      """
      import h5py, json, sys
      with h5py.File(sys.argv[1]) as f: print(json.dumps({k: v.decode() for k, v in f.attrs.items()}))
      """, [file])
    return try parsed(outcome.output)
  }

  @Test func `a file begun without it has it after a run with it, and the same trials`() throws {
    try withTemporaryDirectory { folder in
      let (file, again) = ("\(folder)/a.h5", "\(folder)/b.h5")
      func go(_ about: String, _ file: String, _ more: String...) throws -> ToolOutcome {
        let path = try write(about, folder)
        return try run(
          productsDirectory.appendingPathComponent("dynsweep").path,
          ["run", path, "-o", file, "--workers", "0"] + more)
      }
      #expect(try go("", file, "-q").status == 0)
      #expect(try attributes(file)["Conventions"] as? String == "CF-1.11 dynsweep-1")
      try FileManager.default.copyItem(atPath: file, toPath: again)

      let told = try go(
        "about: {title: A title, author: Ada, orcid: 0000-0002-1825-0097, licence: CC-BY-4.0}",
        again,
        "--resume")
      #expect(told.status == 0, "\(told.errors)")
      #expect(
        told.errors.contains("note: the file now tells about itself what the sweep file does"))
      let found = try attributes(again)
      #expect(found["title"] as? String == "A title" && found["sweep_name"] as? String == "told")
      #expect(found["creator_url"] as? String == "https://orcid.org/0000-0002-1825-0097")
      #expect(found["license"] as? String == "CC-BY-4.0")
      #expect((found["source"] as? String)?.hasPrefix("dynsweep ") == true)
      #expect(try dynsweep("compare", file, again).status == 0)

      // Told again, it is the same; told no more, it is as it was.
      let calm = try go(
        "about: {title: A title, author: Ada, orcid: 0000-0002-1825-0097, licence: CC-BY-4.0}",
        again,
        "--resume")
      #expect(calm.status == 0 && !calm.errors.contains("tells about itself"), "\(calm.errors)")
      #expect(try go("", again, "-q", "--resume").status == 0)
      #expect(try attributes(again)["creator_name"] == nil)
    }
  }

  @Test func `the settings tell what it may hold`() throws {
    let outcome = try dynsweep("plan", "--settings", "about.licence")
    #expect(
      outcome.output
        == "- `licence` (text; default \"\"): how they may be used, by SPDX's identifier: CC-BY-4.0\n"
    )
    let schema = try parsed(try dynsweep("plan", "--schema").output)
    let keys = schema["properties"] as? [String: Any]
    #expect(keys?["about"] != nil)
  }
}
