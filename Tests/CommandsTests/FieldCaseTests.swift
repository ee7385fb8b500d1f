import Experiment
import Foundation
import HDF5
import Platform
import Records
import Results
import Scheduling
import Schema
import SweepFiles
import TestSupport
import Testing

/// Files as people of the field have them, in `Fixtures/cases`: the first line of each, or its attribute `expected`, says
/// what must come of it.
@Suite struct FieldCaseTests {
  private static let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/cases").path
  private static let program = productsDirectory.appendingPathComponent("dynsweep").path

  private static let refusals: [(name: String, words: String)] = [
    ("yaml-dotted-keys", "did you mean \"model: {width: 16}\"?"),
    ("yaml-list-for-scalar", "did you mean \"{grid: [32, 64]}\"?"),
    ("yaml-no-break-space", ":4:9: a no-break space stands here; expected a blank"),
    ("yaml-number-underflow", "1e-400"),
    ("yaml-quoted-number", "1e-3 without the quotation marks"),
  ]

  @Test(arguments: refusals)
  func `a sweep file that cannot be meant so is answered with what is`(
    _ name: String, _ words: String
  ) throws {
    let outcome = try dynsweep("plan", "\(Self.cases)/\(name).yaml")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func `a zip of repeated values has a trial for each combination`() throws {
    let plan = try Self.plan("zip-repeated-values")
    let trials = (0..<plan.trialCount).map { trial in
      (0...1).map { plan.axisValue($0, trial: trial).number ?? .nan }
    }
    #expect(trials == [[8, 0.1], [8, 0.2], [16, 0.1]])
  }

  @Test func `draws that repeat others are noted by plan and by run`() throws {
    try withTemporaryDirectory { folder in
      let sweep = "\(Self.cases)/random-coinciding-draws.yaml"
      for command in [["plan", sweep], ["run", sweep, "-o", "\(folder)/a.h5", "--workers", "0"]] {
        let outcome = try run(Self.program, command)
        #expect(outcome.status == 0)
        let words = outcome.output + outcome.errors
        #expect(words.contains("4 of 6 configurations repeat an earlier one"), "\(words)")
      }
    }
  }

  @Test func `whole numbers are drawn equally often`() throws {
    let plan = try Self.plan("random-uniform-on-whole-numbers")
    let widths = (0..<plan.trialCount).map { plan.axisValue(0, trial: $0).number ?? .nan }
    let counts = Dictionary(grouping: widths, by: \.self).mapValues(\.count)
    #expect(Set(counts.keys) == [1, 2, 3])
    // 1000 ± 26 each.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 130 }, "\(counts)")
  }

  @Test func `a sweep whose name is a path makes its file here`() throws {
    try withTemporaryDirectory { folder in
      let inner = "\(folder)/inner"
      try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
      #expect(try Self.train("name-as-path", in: inner) == 0)
      let found = FileManager.default.subpaths(atPath: folder) ?? []
      #expect(Set(found) == ["inner", "inner/name-as-path.yaml", "inner/up.h5"])
    }
  }

  @Test func `words for paths that look alike differ`() throws {
    try withTemporaryDirectory { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/texts", withIntermediateDirectories: true)
      let text = String(repeating: "War and peace. ", count: 200)
      for name in ["war peace", "war_peace"] {
        try text.write(toFile: "\(folder)/texts/\(name).txt", atomically: true, encoding: .utf8)
      }
      #expect(try Self.train("flag-meanings-collide", in: folder) == 0)
      let reader = try ResultsReader("\(folder)/flag-meanings-collide.h5")
      let words = try #require(try reader.attribute("flag_meanings", of: "path"))
      #expect(Set(words.split(separator: " ")).count == 2, "\(words)")
    }
  }

  @Test func `the best trial is a complete one for show, and for the README's Python`() throws {
    try withTemporaryDirectory { folder in
      for name in ["show-best-is-diverged", "readme-best-is-nan"] {
        #expect(try Self.train(name, in: folder) == 0)
        let list = try dynsweep(
          "show", "\(folder)/\(name).h5", "--sort", "train_loss", "--top", "1", "--json")
        let trials = try parsed(list.output)["trials"] as? [[String: Any]]
        #expect(trials?.count == 1 && trials?.first?["status"] as? String == "complete", "\(list)")
      }
      let files = FileManager.default
      try files.moveItem(
        atPath: "\(folder)/readme-best-is-nan.h5", toPath: "\(folder)/quickstart.h5")
      // Up to the best trial: what the README prints of it, this file has not.
      let lines = try readmeSnippet("python").split(separator: "\n")
        .prefix { !$0.contains("print(") }.joined(separator: "\n")
      let outcome = try python("import os; os.chdir('\(folder)')\n\(lines)\n    print(best)")
      #expect(outcome.output == "1\n", "\(outcome.errors)")
    }
  }

  @Test(arguments: [
    ("spectrum-layer-gap", "weight_hh_l1"), ("spectrum-lzf", "weight_hh_l0"),
  ])
  func `a net's file that cannot be used whole is refused`(_ name: String, _ words: String) throws {
    let outcome = try dynsweep("spectrum", "\(Self.cases)/\(name).h5")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    if name.hasSuffix("lzf") { #expect(outcome.errors.contains("gzip"), "\(outcome.errors)") }
  }

  @Test func `one-hot inputs are read, and dropped weights are not taken for the true ones`() throws
  {
    let read = try dynsweep("spectrum", "\(Self.cases)/spectrum-one-hot-inputs.h5")
    #expect(read.status == 0, "\(read.errors)")
    let path = "\(Self.cases)/spectrum-weight-drop.h5"
    try withTemporaryDirectory { folder in
      // The same net with the true weights alone.
      let script = """
        import sys, h5py
        with h5py.File(sys.argv[1]) as a, h5py.File(sys.argv[2], 'w') as b:
            b.attrs['cell'] = a.attrs['cell']
            for name in a:
                if name != 'module.weight_hh_l0': b[name.replace('_raw', '')] = a[name][...]
        """
      let made = try python(script, [path, "\(folder)/true.h5"])
      try #require(made.status == 0, "\(made.errors)")
      let found = try [path, "\(folder)/true.h5"].map {
        try parsed(dynsweep("spectrum", $0, "--json").output)["mean"] as? [Double]
      }
      #expect(found[0] != nil && found[0] == found[1])
    }
  }

  @Test(arguments: ["float32", "float64"])
  func `a stack's spectrum is the union of its blocks' own`(_ precision: String) throws {
    let path = "\(Self.cases)/spectrum-stack.h5"
    let outcome = try dynsweep(
      "spectrum", path, "--warmup", "60", "--precision", precision, "--json")
    let found = try parsed(outcome.output)["mean"] as? [Double] ?? []
    let expected: [Double] = try File(path, .readAnyFormat).attribute("exponents")
    #expect(areClose(found, expected.sorted(by: >), within: 1e-3), "\(outcome.errors)")
  }

  @Test func `the smallest forms of what was wrong with the numerics are right`() throws {
    try withTemporaryDirectory { folder in
      let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Fixtures/numerics.py").path
      let outcome = try run(
        "/usr/bin/python3", [script, folder],
        environment: ["DYNSWEEP": Self.program, "OPENBLAS_NUM_THREADS": "1"])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  private static func plan(_ name: String) throws -> SweepPlan {
    try SweepPlan(contentsOf: "\(cases)/\(name).yaml", schema: ExperimentSchema.section)
  }

  /// Trains a case, copied into `folder`, there and without `-o`.
  private static func train(_ name: String, in folder: String) throws -> Int32 {
    try FileManager.default.copyItem(
      atPath: "\(cases)/\(name).yaml", toPath: "\(folder)/\(name).yaml")
    let outcome = try run(
      "/bin/sh",
      [
        "-c", "cd \"$0\" && exec \"$1\" run \"$2\" --workers 0", folder, program,
        "\(name).yaml",
      ],
      environment: ["OPENBLAS_NUM_THREADS": "1"])
    return outcome.status
  }
}
