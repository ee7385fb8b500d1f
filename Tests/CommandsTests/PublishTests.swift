import Foundation
import TestSupport
import Testing

/// What a run leaves, as a paper's methods and as an archive's folder.
@Suite struct PublishTests {
  private func withResults(_ body: (_ folder: String, _ file: String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let text = """
        name: published
        about: {title: Of lags, author: Ada, licence: CC0-1.0, summary: Two nets.}
        task: {name: lag-echo, batch: 4, length: 8, lag: 2, validation_samples: 8}
        model: {width: {grid: [3, 4]}}
        training: {steps: 4, checkpoints: {count: 2}}
        """
      try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      let file = "\(folder)/a.h5"
      let outcome = try dynsweep("run", "\(folder)/a.yaml", "-o", file, "--workers", "0", "-q")
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, file)
    }
  }

  @Test func `a run's methods are told on standard output or in a file`() throws {
    try withResults { folder, file in
      let told = try dynsweep("report", file, "--methods")
      #expect(told.status == 0, "\(told.errors)")
      for text in [
        "The sweep *published* has 2 trials, each of another configuration.",
        "It varies `model.width` (3 and 4).", "Training computes in single precision.",
        "Both trials are complete.", "The trials were trained in one process on ",
        "| title | Of lags |\n", "| `training.precision` | float32, the default |\n",
      ] { #expect(told.output.contains(text), "\(text) in \(told.output)") }
      let written = try dynsweep("report", file, "--methods", "-o", "\(folder)/methods.md")
      #expect(written.status == 0 && written.output.isEmpty, "\(written.errors)")
      #expect(
        try String(contentsOfFile: "\(folder)/methods.md", encoding: .utf8) == told.output)
      #expect(try dynsweep("report", file, "--methods", "-o", "\(folder)/no/a.md").status == 73)
      #expect(try dynsweep("report", "\(folder)/no.h5", "--methods").status == 65)
    }
  }

  @Test func `a crate is a folder of its own, which is made once`() throws {
    try withResults { folder, file in
      let target = "\(folder)/crate"
      let made = try dynsweep("export", file, "--crate", target)
      #expect(
        made.status == 0 && made.output == "\(target)\n" && made.errors.isEmpty, "\(made.errors)")
      let metadata = try String(
        contentsOfFile: "\(target)/ro-crate-metadata.json", encoding: .utf8)
      #expect(try parsed(metadata)["@graph"] != nil)
      #expect(try dynsweep("compare", file, "\(target)/a.h5").status == 0)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: target).contains("published.yaml"))
      let again = try dynsweep("export", file, "--crate", target)
      #expect(
        again.status == 73 && again.errors.hasPrefix("dynsweep: \(target): cannot be created"))
      #expect(try dynsweep("export", "\(folder)/no.h5", "--crate", "\(folder)/b").status == 65)
      #expect(try dynsweep("export", file).status == 64)
    }
  }
}
