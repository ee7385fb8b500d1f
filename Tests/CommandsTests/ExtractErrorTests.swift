import Foundation
import TestSupport
import Testing

/// What cannot be taken out, and what is said of it.
@Suite struct ExtractErrorTests {
  private func withResults(_ keep: String, _ body: (String, String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let text = """
        name: kept
        task: {name: lag-echo, batch: 4, length: 12, lag: 3, symbols: 4, validation_samples: 8}
        model: {width: {grid: [3, 4]}}
        training: {steps: 4, checkpoints: {count: 3}}
        observe: {lyapunov: {trajectories: 2, steps: 10, warmup: 2, initial_deviation: 1}}
        \(keep)
        """
      try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      let file = "\(folder)/a.h5"
      let outcome = try dynsweep("run", "\(folder)/a.yaml", "-o", file, "--workers", "0", "-q")
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, file)
    }
  }

  private func expect(
    _ arguments: [String], _ status: Int32, _ message: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try run(
      productsDirectory.appendingPathComponent("dynsweep").path, ["extract"] + arguments)
    #expect(outcome.status == status, sourceLocation: location)
    #expect(outcome.errors == "dynsweep: \(message)\n", sourceLocation: location)
    #expect(outcome.output == "", sourceLocation: location)
  }

  @Test func `trials, checkpoints and nets that are not there`() throws {
    try withResults("keep: {weights: final}") { folder, file in
      let net = "\(folder)/net.npz"
      func expect(_ arguments: String..., message: String) throws {
        try self.expect([file, "-o", net] + arguments, 65, message)
        #expect(!FileManager.default.fileExists(atPath: net))
      }
      try expect("--trial", "2", message: "\(file): no trial 2; it has 0 to 1")
      try expect("--trial=-1", message: "\(file): no trial -1; it has 0 to 1")
      try expect(
        "--trial", "1", "--checkpoint", "3",
        message: "\(file): trial 1 has no checkpoint 3; it has 0 to 2")
      try expect(
        "--trial", "1", "--checkpoint=-1",
        message: "\(file): trial 1 has no checkpoint -1; it has 0 to 2")
      try expect(
        "--trial", "1", "--checkpoint", "0",
        message:
          "\(file): trial 1 keeps the net of its last checkpoint alone, not of checkpoint 0; a sweep with "
          + "keep: {weights: all} keeps all of them")
      try expect(
        "--trial", "1", "--inputs", "\(folder)/x.npz",
        message:
          "\(file): its sweep records no Lyapunov spectrum whose inputs could be written; expected observe: "
          + "{lyapunov: …} without error, initial_deviation and method")
    }
  }

  @Test func `a sweep that keeps nothing, and a trial that is not complete`() throws {
    for keep in ["", "keep: {states: {sequences: 2, at: all}, readout: true}"] {
      try withResults(keep) { folder, file in
        try expect(
          [file, "--trial", "0", "-o", "\(folder)/net.h5"], 65,
          "\(file): trial 0 keeps no net; a sweep with keep: {weights: final} keeps them")
      }
    }
    try withResults("keep: {weights: final}") { folder, file in
      for (code, words) in [
        (1, "running, and the net of its end is not there yet"),
        (3, "diverged, and the net of its end is not there"),
      ] {
        let changed = try python(
          "import h5py, sys; h5py.File(sys.argv[1], 'r+')['status'][1] = int(sys.argv[2])",
          [file, "\(code)"])
        #expect(changed.status == 0, "\(changed.errors)")
        try expect(
          [file, "--trial", "1", "-o", "\(folder)/net.h5"], 65,
          "\(file): trial 1 is \(words); expected a complete trial")
      }
    }
  }

  @Test func `files to be made that cannot be`() throws {
    try withResults("keep: {weights: final}") { folder, file in
      for (name, status, message) in [
        (
          "net.pt", Int32(64),
          "cannot tell the format of \(folder)/net.pt: its name has to end on .safetensors, .h5 or .npz"
        ),
        (
          "a.h5", 73,
          "\(folder)/a.h5 exists and is left alone: move it away or choose another name"
        ),
      ] {
        try expect([file, "--trial", "0", "-o", "\(folder)/\(name)"], status, message)
        try expect(
          [file, "--trial", "0", "-o", "\(folder)/net.h5", "--inputs", "\(folder)/\(name)"],
          status, message)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/net.h5"))
      }
      let missing = "\(folder)/none/net.npz"
      let outcome = try dynsweep("extract", file, "--trial", "0", "-o", missing)
      #expect(outcome.status == 73)
      #expect(outcome.errors.hasPrefix("dynsweep: cannot write \(missing): "), "\(outcome.errors)")
      let none = "\(folder)/none.h5"
      try expect(
        [none, "--trial", "0", "-o", "\(folder)/net.npz"], 65, "\(none): no such file")
    }
  }

  /// Each is done to a copy of the results, in Python with `g` the group of trial 0.
  @Test(arguments: [
    (
      "g['strange name'] = g['weight_hh_l0'][:]; d = g['strange name']; d.dims[0].attach_scale(g['kept_trial'])",
      "what trial 0 keeps cannot be taken out: strange name is of another name or type than dynsweep gives"
    ),
    (
      "g['bias_hh_l0'] = g['bias_ih_l0'][:]; g['bias_hh_l0'].dims[0].attach_scale(g['kept_trial'])",
      "what trial 0 keeps cannot be taken out: two arrays of one name"
    ),
    ("del g['kept_trial']", "trial 0 keeps no net; a sweep with keep: {weights: final} keeps them"),
    (
      "g['kept_trial'][0] = 7",
      "trial 0 keeps no net; a sweep with keep: {weights: final} keeps them"
    ),
  ])
  func `groups that somebody has changed`(change: String, message: String) throws {
    try withResults("keep: {weights: final}") { folder, file in
      let changed = try python(
        "import h5py, sys; f = h5py.File(sys.argv[1], 'r+'); g = f['nets_1']; \(change); f.close()",
        [file])
      try #require(changed.status == 0, "\(changed.errors)")
      try expect([file, "--trial", "0", "-o", "\(folder)/net.h5"], 65, "\(file): \(message)")
    }
  }
}
