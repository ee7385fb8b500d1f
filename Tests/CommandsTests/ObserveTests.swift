import Foundation
import HDF5
import Records
import Results
import TestSupport
import Testing

/// What is not found again, and what cannot be observed.
@Suite struct ObserveTests {
  private static let text = """
    name: seen
    task: {name: lag-echo, batch: 4, length: 12, lag: 3, symbols: 4, validation_samples: 8}
    model: {width: {grid: [3, 4]}}
    training: {steps: 4, checkpoints: {count: 3}}
    observe: {lyapunov: {trajectories: 2, steps: 10, warmup: 2, exponents: 2}}
    keep: {weights: all}
    """
  private static let added = "observe: {spectral_radius: {}}\n"

  private func withResults(
    _ text: String = text, _ body: (_ folder: String, _ file: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      try Self.added.write(toFile: "\(folder)/more.yaml", atomically: true, encoding: .utf8)
      let file = "\(folder)/a.h5"
      let outcome = try dynsweep("run", "\(folder)/a.yaml", "-o", file, "--workers", "0", "-q")
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, file)
    }
  }

  private func observe(_ file: String, _ more: [String]) throws -> ToolOutcome {
    try run(
      productsDirectory.appendingPathComponent("dynsweep").path,
      ["observe", file, "--workers", "0", "-q"] + more)
  }

  /// - Parameter message: Of standard error, without `dynsweep: `.
  private func expect(
    _ file: String, _ more: [String], _ status: Int32, _ message: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try observe(file, more)
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
    #expect(outcome.errors == "dynsweep: \(message)\n", sourceLocation: location)
  }

  /// Changes numbers of a variable in a results file.
  private func change<Number: Element & BinaryFloatingPoint>(
    _ name: String, in file: String, as type: Number.Type,
    _ body: (inout [Number]) -> Void
  ) throws {
    let opened = try File(file, .readWrite)
    var numbers = try opened.dataset(name).read(Number.self)
    body(&numbers)
    try opened.dataset(name).write(numbers)
    try opened.close()
  }

  @Test func `the first number that differs is named with its trial and checkpoint`() throws {
    let cases: [(name: String, place: Int, checkpoint: String, what: String)] = [
      ("train_loss", 4, "checkpoint 1 at step 1", "train_loss"),
      ("lyapunov_spectrum", 10, "checkpoint 2 at step 4", "lyapunov_spectrum at [0]"),
      ("nets_2/readout.bias", 9, "checkpoint 2 at step 4", "readout.bias at [1]"),
    ]
    for (name, place, checkpoint, what) in cases {
      try withResults { folder, file in
        var (before, after) = ("", "")
        func change<Number: Element & BinaryFloatingPoint>(_ type: Number.Type) throws {
          try self.change(name, in: file, as: type) { numbers in
            before = "\(numbers[place])"
            numbers[place] = numbers[place].nextUp
            after = "\(numbers[place])"
          }
        }
        if name.hasPrefix("nets") { try change(Float.self) } else { try change(Double.self) }
        let out = "\(folder)/b.h5"
        try expect(
          file, ["--add", "\(folder)/more.yaml", "-o", out], 1,
          "\(file): trial 1 (width 4, replicate 0), \(checkpoint): \(what) is \(before) now, and was \(after); nothing is "
            + "added to numbers that are not found again (program and machine are those that computed it)"
        )
        // What was found again is there, and nothing of the trial from there on; the larger net goes first.
        let reader = try ResultsReader(out)
        #expect(try reader.statuses() == [.pending, .running])
        // Going on finds the same.
        let again = try observe(
          file, ["--add", "\(folder)/more.yaml", "-o", out, "--resume"])
        #expect(again.status == 1, "\(again.errors)")
      }
    }
  }

  @Test func `what cannot be added is refused where it stands, and nothing is made`() throws {
    try withResults { folder, file in
      let spec = "\(folder)/spec.yaml"
      func refused(_ text: String, _ message: String) throws {
        try text.write(toFile: spec, atomically: true, encoding: .utf8)
        try expect(
          file, ["--add", spec, "-o", "\(folder)/b.h5"], 65, "\(spec):\(message)")
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/b.h5"))
      }
      try refused(
        "observe: {lyapunov: {}}\n",
        "1:11: lyapunov is recorded already; expected an observable that the sweep lacks")
      try refused(
        "observe: {spectral_radius: {at: {grid: [last, all]}}}\n",
        "1:33: an axis in what is added; expected one value, since an axis makes new trials")
      try refused(
        "observe: {spectral_radius: {}}\nmodel: {width: 3}\n",
        "2:1: \"model\" would change trials that are recorded; expected observe: {…} alone, with the observables to add"
      )
      try refused(
        "observe:\n", "1:9: nothing to add; expected observe: {…} with an observable in it")
      try refused(
        "observe:\n  spectral_radius: {at: never}\n",
        "2:25: observe.spectral_radius.at is never; expected all, ends or last")
      try "observe: {spectral_radios: {}}\n".write(
        toFile: spec, atomically: true, encoding: .utf8)
      let unknown = try observe(file, ["--add", spec])
      #expect(unknown.status == 65)
      #expect(
        unknown.errors.hasPrefix(
          "dynsweep: \(spec):1:11: unknown key \"spectral_radios\" in observe; expected ")
          && unknown.errors.hasSuffix("did you mean \"spectral_radius\"?\n"), "\(unknown.errors)")
      // It fits no net of this sweep.
      try "\n\nobserve: {decision_boundary: {}}\n".write(
        toFile: spec, atomically: true, encoding: .utf8)
      let unfit = try observe(file, ["--add", spec, "-o", "\(folder)/b.h5"])
      #expect(
        unfit.status == 65 && unfit.errors.hasPrefix("dynsweep: \(spec):3:30: "), "\(unfit.errors)")
    }
  }

  @Test func `trials and steps that are not there`() throws {
    try withResults { folder, file in
      let more = ["--add", "\(folder)/more.yaml", "-o", "\(folder)/b.h5"]
      try expect(file, more + ["--trials", "0-2"], 65, "\(file): no trial 2; it has 0 to 1")
      try expect(
        file, ["--steps", "5..9", "-o", "\(folder)/b.h5"], 65,
        "\(file): no trial has a step 5; the longest ends at step 4")
      try expect(
        file, ["--add", "\(folder)/more.yaml", "-o", file, "--resume"], 73,
        "\(file): is the file to be observed; name another with -o FILE.h5")
      for wrong in [["--trials", "1-"], ["--steps", "9..8"], ["--steps", "3"], []] {
        #expect(try observe(file, wrong).status == 64, "\(wrong)")
      }
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/b.h5"))
    }
  }

  @Test func `a file without finished trials, and one that is unfinished, are refused`() throws {
    try withResults { folder, file in
      let more = ["--add", "\(folder)/more.yaml", "-o", "\(folder)/b.h5"]
      let opened = try File(file, .readWrite)
      try opened.dataset("status").write([Int8(4), 0])
      try opened.close()
      try expect(
        file, more, 65, "\(file): no trial is finished; go on with it by dynsweep run … --resume")
      try expect(
        file, more + ["--trials", "0"], 65,
        "\(file): trial 0 is failed; only trials that are complete or diverged can be run again")
    }
  }

  @Test func `nets can be taken from where they are kept at every checkpoint`() throws {
    let message =
      "--from-weights needs the net of each checkpoint: a sweep with keep: {weights: all}, and no further "
      + "checkpoints; without it the trials are trained again"
    try withResults { folder, file in
      let more = ["--add", "\(folder)/more.yaml", "-o", "\(folder)/b.h5", "--from-weights"]
      try expect(file, more + ["--steps", "1..2"], 65, "\(file): \(message)")
      try change("nets_1/weight_hh_l0", in: file, as: Float.self) { numbers in
        for i in numbers.indices { numbers[i] *= 1.5 }
      }
      // The first checkpoint, before training, has its parameters from the seed.
      let outcome = try observe(file, more)
      #expect(outcome.status == 1)
      #expect(
        outcome.errors.hasPrefix(
          "dynsweep: \(file): trial 0 (width 3, replicate 0), checkpoint 0 at step 0: weight_hh_l0 at [0, 0] is "
        ),
        "\(outcome.errors)")
    }
    try withResults(Self.text.replacing("weights: all", with: "weights: final")) { folder, file in
      let more = ["--add", "\(folder)/more.yaml", "-o", "\(folder)/b.h5", "--from-weights"]
      try expect(file, more, 65, "\(file): \(message)")
    }
  }

  @Test func `theories and programs record what they record`() throws {
    let theory = """
      name: seen
      theory: {name: two_features, steps: 100, checkpoints: 3}
      """
    try withResults(theory) { folder, file in
      try expect(
        file, ["--add", "\(folder)/more.yaml", "-o", "\(folder)/b.h5"], 65,
        "\(file): its sweep has a theory, which records what it records; only nets can be observed further"
      )
    }
    let program = """
      name: seen
      program: {command: [/bin/sh, -c, "read line; echo '{\\"step\\": 0, \\"depth\\": 1}'"], quantities: {depth: {}}, checkpoints: 1}
      """
    try withResults(program) { folder, file in
      try expect(
        file, ["--steps", "1..2", "-o", "\(folder)/b.h5"], 65,
        "\(file): its sweep has a program, which records what it records; only nets can be observed further"
      )
    }
  }

  @Test func `further checkpoints are refused where they would change what is recorded`() throws {
    let text = Self.text.replacing("observe: {", with: "observe: {sharpness: {products: 4}, ")
    try withResults(text) { folder, file in
      try expect(
        file, ["--steps", "1..3", "-o", "\(folder)/b.h5"], 65,
        "\(file): further checkpoints would change sharpness, whose numbers depend on the checkpoints before; run the "
          + "sweep anew with training: {checkpoints: {window: …}}")
    }
    // It may be added together with them.
    try withResults { folder, file in
      let spec = "\(folder)/spec.yaml"
      try "observe: {sharpness: {products: 4}}\n".write(
        toFile: spec, atomically: true, encoding: .utf8)
      let both = try observe(
        file, ["--add", spec, "--steps", "1..3", "-o", "\(folder)/b.h5"])
      #expect(both.status == 0, "\(both.errors)")
      #expect(
        try ResultsReader("\(folder)/b.h5").integers(of: "step") == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    }
  }
}
