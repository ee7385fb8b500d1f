import Foundation
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@Suite struct ShowTests {
  @Test func `trials are listed with axes and their last observables`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let outcome = try dynsweep("show", "\(folder)/a.h5")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("4: 1 complete, 1 running, 1 pending, 1 failed\n"))
      #expect(
        outcome.output.contains(
          "learning_rate: 0.1, 0.05, 0.03333, 0.025".replacing(
            "0.1, 0.05, 0.03333, 0.025", with: "0.025, 0.03333, 0.05, 0.1")))
      let rows = outcome.output.split(separator: "\n").suffix(5).map {
        $0.split(separator: " ").map(String.init).joined(separator: " ")
      }
      #expect(
        rows[0]
          == "trial status learning_rate width cell trained step train_loss gradient_norm flops")
      // train_loss of exampleRow is trial + checkpoint/1000, here of 4 − trial.
      #expect(rows[1].hasPrefix("0 complete 0.1 0 rnn true 20 4.002 "))
      #expect(rows[4] == "3 pending 0.025 3 rnn false – – – –")
    }
  }

  @Test func `trials are sorted by an observable, the missing last, and cut to the top`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      func order(_ arguments: String...) throws -> [Int] {
        let outcome = try run(
          productsDirectory.appendingPathComponent("dynsweep").path,
          ["show", "\(folder)/a.h5", "--json"] + arguments)
        let trials = try parsed(outcome.output)["trials"] as? [[String: Any]] ?? []
        return trials.compactMap { $0["trial"] as? Int }
      }
      #expect(try order("--sort", "width", "--descending") == [3, 2, 1, 0])
      #expect(try order("--sort", "learning_rate", "--top", "2") == [3, 2])
      #expect(try order("--sort", "cell", "--top", "0") == [2, 1, 0, 3])
    }
  }

  @Test(arguments: [
    ("width > 0 and width != 2", [1, 3]), ("train_loss < 3.5", [1, 2]),
    ("not train_loss < 3.5", [0, 3]), ("status == 'complete' or step == 10", [0, 2]),
    ("trained and cell == 'rnn'", [0]),
  ])
  func `only trials of which a condition holds are listed`(condition: String, trials: [Int]) throws
  {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let outcome = try dynsweep("show", "\(folder)/a.h5", "--json", "--where", condition)
      #expect(outcome.status == 0, "\(outcome.errors)")
      let listed = try parsed(outcome.output)["trials"] as? [[String: Any]] ?? []
      #expect(listed.compactMap { $0["trial"] as? Int } == trials)
    }
  }

  @Test func `a table of chosen columns comes out as CSV that Python reads back bit by bit`() throws
  {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let text = try dynsweep(
        "show", path, "--csv", "--columns", "trial,cell,trained,seed,learning_rate,train_loss"
      ).output
      try text.write(toFile: "\(folder)/a.csv", atomically: true, encoding: .utf8)
      let script = """
        import csv, sys
        rows = list(csv.DictReader(open(sys.argv[1])))
        print([int(r["trial"]) for r in rows], rows[3]["train_loss"] == "",
              [float(r["learning_rate"]) for r in rows] == [0.1 / (i + 1) for i in range(4)],
              int(rows[1]["seed"]) == 2**64 - 2, rows[0]["trained"], list(rows[0])[1])
        """
      let outcome = try python(script, ["\(folder)/a.csv"])
      #expect(outcome.output == "[0, 1, 2, 3] True True True true cell\n", "\(outcome.errors)")
      let trial = try dynsweep("show", path, "--trial", "1", "--csv").output
      #expect(trial.hasPrefix("checkpoint,step,train_loss,") && trial.contains("\n0,0,3.0,"))
    }
  }

  @Test func `a number of parameters that is not known is missing, and no condition on it holds`()
    throws
  {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let columns = try dynsweep("show", path, "--csv", "--columns", "trial,parameter_count,worker")
      #expect(columns.output == "trial,parameter_count,worker\n0,,\n1,,\n2,,\n3,,\n")
      let small = try dynsweep("show", path, "--json", "--where", "parameter_count < 100")
      #expect((try parsed(small.output)["trials"] as? [Any])?.isEmpty == true)
      let trial = try parsed(try dynsweep("show", path, "--json", "--trial", "0").output)
      let facts = trial["facts"] as? [String: Any]
      #expect(facts?["parameter_count"] is NSNull && facts?["attempts"] as? Int == 1)
    }
  }

  @Test func `conditions and columns that cannot be are refused with the reason`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let wrong = try dynsweep("show", path, "--where", "width <")
      #expect(wrong.status == 65)
      #expect(
        wrong.errors
          == "dynsweep: \(path): --where: \"width <\", character 8: the end stands here; "
          + "expected a name, a number, a text in quotes or \"(\"\n")
      let spectrum = try dynsweep("show", path, "--columns", "trial,lyapunov_spectrum")
      #expect(spectrum.status == 65 && spectrum.errors.contains("several numbers a checkpoint"))
      let unknown = try dynsweep("show", path, "--columns", "trial,widht")
      #expect(unknown.status == 65 && unknown.errors.hasSuffix("; did you mean \"width\"?\n"))
      #expect(try dynsweep("show", path, "--csv", "--json").status == 64)
      #expect(try dynsweep("show", path, "--trial", "1", "--where", "width > 1").status == 64)
    }
  }

  /// The last losses are 4.002 (complete), 3 (failed), 2.001 (running) and none (pending).
  @Test func `complete trials come before all others where an observable sorts`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      for direction in [[], ["--ascending"], ["--descending"]] {
        let text = try run(
          productsDirectory.appendingPathComponent("dynsweep").path,
          ["show", path, "--json", "--sort", "train_loss"] + direction
        ).output
        let trials = try parsed(text)["trials"] as? [[String: Any]] ?? []
        #expect(trials.compactMap { $0["trial"] as? Int } == [0, 2, 1, 3], "\(direction)")
      }
      let text = try dynsweep("show", path, "--sort", "train_loss", "--top", "1").output
      #expect(text.contains("\n    0  complete"))
      #expect(
        text.contains(
          "sorted by train_loss: complete trials first; 3 that are not complete come after them"))
      #expect(try !dynsweep("show", path).output.contains("sorted by"))
    }
  }

  @Test func `a trial's spectrum is shown with what rounding did to it, and what is no number`()
    throws
  {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: 1)
      layout.quantities.append(
        Quantity(
          "lyapunov_error_estimate", dimensions: layout.quantities[1].dimensions,
          longName: "what rounding did"))
      var writer = try ResultsWriter.create(path, layout)
      try writer.record(
        trial: 0, checkpoint: 0, step: 0, values: [1, -0.25, .nan, -.infinity, 2, 2e-6, 0.5, 0])
      try writer.close()
      let text = try dynsweep("show", path, "--trial", "0").output
      #expect(
        text.contains(
          "3 numbers, -0.25 … -0.25, mean -0.25, 0 above 0, 1 −∞, 1 NaN, "
            + "moved by rounding by at most 2e-06\n"))
    }
  }

  @Test func `one trial is shown with everything about it`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let text = try dynsweep("show", "\(folder)/a.h5", "--trial", "1").output
      #expect(text.contains("failed: it killed two workers\n"))
      #expect(text.contains(String(UInt64.max - 1)))
      let outcome = try dynsweep("show", "\(folder)/a.h5", "--trial", "0", "--json")
      let trial = try parsed(outcome.output)
      let checkpoints = trial["checkpoints"] as? [[String: Any]] ?? []
      #expect(checkpoints.compactMap { $0["step"] as? Int } == [0, 10, 20])
      #expect(checkpoints.compactMap { $0["train_loss"] as? Double } == [4, 4.001, 4.002])
      let last = trial["last"] as? [String: [Double]]
      #expect(last?["lyapunov_spectrum"] == [1_000_004.002, 2_000_004.002, 3_000_004.002])
    }
  }

  @Test func `shares of the variance of a full grid are listed, the largest first`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: 4)
      layout.axes = [
        AxisColumn(name: "b", path: "model.b", values: .integer([1, 1, 2, 2])),
        AxisColumn(name: "a", path: "model.a", values: .text(["x", "y", "x", "y"])),
      ]
      layout.replicates = [0, 0, 0, 0]
      var writer = try ResultsWriter.create(path, layout)
      // 2a + b + ab with a, b = ±1.
      for (trial, loss) in [-2.0, 0, -2, 4].enumerated() {
        try writer.record(
          trial: TrialID(trial), checkpoint: 0, step: 1, values: [loss, 1, 2, 3, .nan])
        try writer.setStatus(TrialRecord(TrialID(trial), .complete))
      }
      try writer.close()
      let json = try parsed(
        dynsweep("show", path, "--importance", "train_loss", "--json").output)
      #expect(json["variance"] as? Double == 6 && json["mean"] as? Double == 0)
      #expect(json["configurations"] as? Int == 4 && json["reason"] is NSNull)
      #expect(json["exact"] as? Bool == true)
      let effects = json["effects"] as? [[String: Any]] ?? []
      #expect(effects.map { $0["axes"] as? [String] } == [["a"], ["b"], ["b", "a"]])
      let shares: [Double] = [4.0 / 6, 1.0 / 6, 1.0 / 6]
      #expect(effects.compactMap { $0["share"] as? Double } == shares)
      let text = try dynsweep("show", path, "--importance", "train_loss", "--top", "1").output
      #expect(
        text.hasPrefix(
          "share of the variance of train_loss over 4 configurations\nmean 0, variance 6\n"))
      #expect(text.contains("0.6667") && !text.contains("0.1667"))
      let gap = try dynsweep("show", path, "--importance", "gradient_norm").output
      #expect(gap.contains("no shares: 4 of 4 trials have no final number (4 without a number)"))
    }
  }

  @Test func `shares that cannot be told are refused with the reason`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let outcome = try dynsweep("show", path, "--importance", "train_loss")
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.hasPrefix(
          "dynsweep: \(path): shares of variance cannot be told: the sweep has"))
      let unknown = try dynsweep("show", path, "--importance", "train_los")
      #expect(unknown.status == 65)
      #expect(unknown.errors.hasSuffix("; did you mean \"train_loss\"?\n"))
      #expect(
        try dynsweep("show", path, "--importance", "train_loss", "--trial", "1").status == 64)
    }
  }

  @Test func `an unknown column or trial is answered with those there are`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      try writeExample(path)
      let column = try dynsweep("show", path, "--sort", "train_los")
      #expect(column.status == 65)
      #expect(
        column.errors.hasPrefix(
          "dynsweep: \(path): no axis or observable \"train_los\"; there are trial, "))
      #expect(column.errors.hasSuffix("; did you mean \"train_loss\"?\n"))
      let trial = try dynsweep("show", path, "--trial", "4")
      #expect(trial.status == 65)
      #expect(trial.errors == "dynsweep: \(path): no trial 4; it has 0 to 3\n")
      let foreign = try dynsweep("show", fixture("tanh-net.h5"))
      #expect(foreign.status == 65)
    }
  }
}
