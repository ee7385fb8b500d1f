import Foundation
import TestSupport
import Testing

/// `dynsweep similarity` on a sweep that keeps its nets.
@Suite struct SimilarityTests {
  private static let sweep = """
    name: alike
    seed: 4
    replicates: 3
    task: {name: flip-flop, bits: {grid: [1, 2]}, length: 12, batch: 4, validation_samples: 8, data_seed: 1}
    model: {cell: rnn, width: 6}
    training: {steps: 6, checkpoints: {count: 2}}
    keep: {weights: final, states: {sequences: 5}}
    """

  /// The alignment of all pairs, by NumPy from the file's own states.
  private static let script = """
    import sys, h5py, numpy as np
    file = h5py.File(sys.argv[1])
    states, bits = {}, file["bits"][()]
    for group in [file[name] for name in file if name.startswith("nets_")]:
        for trial, x in zip(group["kept_trial"][()], group["states.hidden"][()]):
            x = x.reshape(-1, x.shape[-1]).astype(float)
            states[int(trial)] = x - x.mean(0)
    def norm(a, b): return np.linalg.norm(a.T @ b)
    for b in (1, 2):
        trials = [t for t in range(6) if bits[t] == b]
        for i in trials:
            for j in trials:
                if i < j:
                    x, y = states[i], states[j]
                    print(i, j, norm(x, y) ** 2 / (norm(x, x) * norm(y, y)))
    """

  private func withResults(
    _ text: String, _ body: (_ folder: String, _ file: String) throws -> Void
  )
    throws
  {
    try withTemporaryDirectory { folder in
      try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      let outcome = try dynsweep(
        "run", "\(folder)/a.yaml", "-o", "\(folder)/a.h5", "--workers", "0", "-q")
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, "\(folder)/a.h5")
    }
  }

  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
  }

  @Test func `pairs have the measures that NumPy finds, and means are those of pairs`() throws {
    try withResults(Self.sweep) { _, file in
      let pairs = try dynsweep("similarity", file, "--pairs", "--csv", "--ranks", "2,4")
      try #require(pairs.status == 0, "\(pairs.errors)")
      let table = rows(pairs.output)
      #expect(
        Array(table[0].prefix(6)) == [
          "bits", "trial", "other_trial", "alignment", "weight_distance",
          "relative_weight_distance",
        ])
      #expect(table[0].count == 10 && table.count == 7)
      let expected = try python(Self.script, [file])
      let lines = expected.output.split(separator: "\n").map { $0.split(separator: " ") }
      try #require(lines.count == 6, "\(expected.errors)")
      for (row, line) in zip(table.dropFirst(), lines) {
        #expect(row[1] == line[0] && row[2] == line[1])
        let (found, alignment) = (Double(row[3]), Double(line[2]))
        #expect(abs((found ?? 0) - (alignment ?? 1)) < 1e-9)
      }
      let means = rows(try dynsweep("similarity", file, "--csv", "--ranks", "2,4").output)
      #expect(means.count == 3 && Array(means[1].prefix(2)) == ["1", "3"])
      for column in 3..<10 {
        let own = table[1...3].compactMap { Double($0[column]) }
        let mean = try #require(Double(means[1][column - 1]))
        #expect(own.count == 3 && abs(own.reduce(0, +) / 3 - mean) < 1e-12)
      }
      // The same numbers again, to the last digit.
      #expect(
        try dynsweep("similarity", file, "--pairs", "--csv", "--ranks", "2,4").output
          == pairs.output)
    }
  }

  @Test func `all pairs are written as matrices`() throws {
    try withResults(Self.sweep) { folder, file in
      let path = "\(folder)/m.npz"
      let outcome = try dynsweep("similarity", file, "--no-weights", "-o", path)
      try #require(outcome.status == 0, "\(outcome.errors)")
      #expect(!outcome.output.contains("weight_distance"))
      let told = try python(
        """
        import sys, numpy as np
        m = np.load(sys.argv[1])
        a = m["spectral_distance_4"]
        print(sorted(m), a.shape, np.isnan(a[0].diagonal()).all(), np.nanmax(abs(a - a.transpose(0, 2, 1))), m["trial"].tolist())
        """, [path])
      #expect(
        told.output
          == "['alignment', 'angular_distance_4', 'angular_distance_8', 'spectral_distance_4', "
          + "'spectral_distance_8', 'trial'] (2, 3, 3) True 0.0 [[0.0, 2.0, 4.0], [1.0, 3.0, 5.0]]\n",
        "\(told.errors)")
      #expect(try dynsweep("similarity", file, "-o", path).status == 73)
      #expect(try dynsweep("similarity", file, "-o", "\(folder)/m.csv").status == 64)
    }
  }

  @Test func `what cannot be compared is told`() throws {
    try withResults(Self.sweep) { _, file in
      let layer = try dynsweep("similarity", file, "--layer", "hidden.3")
      #expect(
        layer.status == 65
          && layer.errors.contains("no states of a layer \"hidden.3\"; there are hidden"))
      for wrong in ["", "4,", "0", "4,4", "x"] {
        #expect(try dynsweep("similarity", file, "--ranks", wrong).status == 64)
      }
      #expect(try dynsweep("similarity", file, "--delays", "0").status == 64)
    }
    let single = Self.sweep.replacing("replicates: 3", with: "replicates: 1")
    let bare = Self.sweep.replacing("keep: {weights: final, states: {sequences: 5}}", with: "")
    for text in [single, bare] {
      try withResults(text) { _, file in
        let outcome = try dynsweep("similarity", file)
        #expect(
          outcome.status == 65
            && outcome.errors.contains("no configuration has two complete trials"))
      }
    }
  }
}
