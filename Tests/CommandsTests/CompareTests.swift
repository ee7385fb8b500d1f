import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@testable import Runs
@testable import dynsweep

@Suite struct CompareTests {
  @Test func `files of the same numbers are equal, and it is said what was compared`() throws {
    try withTemporaryDirectory { folder in
      for name in ["a", "b"] { try writeExample("\(folder)/\(name).h5") }
      let outcome = try dynsweep("compare", "\(folder)/a.h5", "\(folder)/b.h5")
      #expect(outcome.status == 0)
      #expect(outcome.output.hasPrefix("equal: "))
      #expect(outcome.output.contains("of 4 trials with 3 checkpoints: "))
      #expect(outcome.output.contains("lyapunov_spectrum"))
    }
  }

  @Test func `a number that differs in its last bit is found`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let layout = ResultsLayout.example(trials: 4, checkpoints: 3)
      try writeExample("\(folder)/b.h5")
      var writer = try ResultsWriter.resume("\(folder)/b.h5", layout)
      var row = layout.exampleRow(trial: 4, checkpoint: 1)
      row[0] = row[0].nextUp
      try writer.record(trial: 0, checkpoint: 1, step: 10, values: row)
      try writer.close()
      let outcome = try dynsweep("compare", "\(folder)/a.h5", "\(folder)/b.h5")
      #expect(outcome.status == 1)
      #expect(outcome.output.hasPrefix("train_loss: 4.001 against 4.001000000000001 at [0, 1]\n"))
      let json = try dynsweep("compare", "\(folder)/a.h5", "\(folder)/b.h5", "--json")
      #expect(try parsed(json.output)["equal"] as? Bool == false)
      #expect(json.status == 1)
    }
  }

  @Test func `variables of either file alone are counted among those that were compared`() throws {
    try withTemporaryDirectory { folder in
      var layout = ResultsLayout.example(trials: 1)
      try ResultsWriter.create("\(folder)/b.h5", layout).close()
      layout.quantities.removeLast()
      try ResultsWriter.create("\(folder)/a.h5", layout).close()
      for files in [("a", "b"), ("b", "a")] {
        let outcome = try dynsweep("compare", "\(folder)/\(files.0).h5", "\(folder)/\(files.1).h5")
        let count = ResultsLayout.example(trials: 1).quantities.count
        #expect(outcome.output.contains("gradient_norm: missing in"))
        let total = outcome.output.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0
        #expect(total > count && outcome.output.hasSuffix("different: 1 of \(total) variables\n"))
        let json = try parsed(
          try dynsweep("compare", "\(folder)/\(files.0).h5", "\(folder)/\(files.1).h5", "--json")
            .output)
        #expect((json["compared"] as? [String])?.contains("gradient_norm") == true)
        #expect((json["compared"] as? [String])?.count == total)
      }
    }
  }

  @Test func `where the files were computed with other kernels, that is told`() throws {
    try withTemporaryDirectory { folder in
      for (name, kernel) in [("a", "Haswell"), ("b", "SkylakeX"), ("c", "Haswell")] {
        var layout = ResultsLayout.example(trials: 1)
        var machine = MachineReport.current(hosts: ["h"])
        machine.blas.kernel = kernel
        layout.environment = try machine.json
        try ResultsWriter.create("\(folder)/\(name).h5", layout).close()
      }
      let other = try dynsweep("compare", "\(folder)/a.h5", "\(folder)/b.h5")
      #expect(other.status == 0)
      #expect(other.errors.contains("a.h5 was computed with Haswell ("))
      #expect(other.errors.contains("b.h5 was computed with SkylakeX ("))
      let same = try dynsweep("compare", "\(folder)/a.h5", "\(folder)/c.h5")
      #expect(same.status == 0 && same.errors.isEmpty)
      let json = try parsed(
        try dynsweep("compare", "\(folder)/a.h5", "\(folder)/b.h5", "--json").output)
      #expect((json["computed_with"] as? [[String]])?.map(\.count) == [1, 1])
    }
  }

  @Test func `a file that is not ours is refused`() throws {
    try withTemporaryDirectory { folder in
      try writeExample("\(folder)/a.h5")
      let outcome = try dynsweep("compare", "\(folder)/a.h5", fixture("tanh-net.h5"))
      #expect(outcome.status == 65)
      #expect(outcome.errors.contains("not a results file of dynsweep"))
    }
  }
}
