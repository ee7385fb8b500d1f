import Foundation
import Results
import TestSupport
import Testing

/// Nets of sweeps as files of their own.
@Suite struct ExtractTests {
  /// Runs a sweep of two learning rates that keeps its nets.
  private func withResults(
    _ model: String, precision: String = "float64", keep: String = "weights: final",
    observe: String = "lyapunov: {trajectories: 3, steps: 30, warmup: 10}",
    _ body: (_ folder: String, _ file: String) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let text = """
        name: kept
        task: {name: lag-echo, batch: 4, length: 12, lag: 3, symbols: 4, validation_samples: 8}
        model: {\(model)}
        training: {learning_rate: {grid: [1e-2, 3e-2]}, steps: 20, precision: \(precision), checkpoints: {count: 3}}
        observe: {\(observe)}
        keep: {\(keep)}
        """
      try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
      let file = "\(folder)/a.h5"
      let outcome = try dynsweep("run", "\(folder)/a.yaml", "-o", file, "--workers", "0", "-q")
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder, file)
    }
  }

  private struct Spectrum: Decodable {
    /// Nil where an exponent is no number.
    let mean: [Double?]
  }

  /// Cells that PyTorch has.
  static let cells = [
    "cell: rnn, width: 6", "cell: rnn, width: 6, bias: false",
    "cell: rnn, width: 6, layers: 2, activation: relu",
    "cell: rnn, width: 6, modules: 2, modularity: 0.5, initial: {recurrent: {scheme: gaussian, gain: 2}}",
    "cell: gru, width: 5", "cell: gru, width: 5, layers: 2, bias: false",
    "cell: lstm, width: 5, layers: 2",
  ]

  @Test(arguments: cells, ["float32", "float64"])
  func `the spectrum of a net that is taken out is the recorded one`(
    model: String, precision: String
  ) throws {
    try withResults(model, precision: precision) { folder, file in
      for suffix in ["safetensors", "h5", "npz"] {
        let net = "\(folder)/net.\(suffix)"
        let outcome = try dynsweep(
          "extract", file, "--trial", "1", "-o", net, "--inputs", "\(folder)/x.\(suffix)")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[0].hasPrefix("\(net): the net of trial 1 after 20 steps, "))
        #expect(lines[0].hasSuffix(", \(precision)"))
        // The command that is told finds the same again.
        let words = try #require(lines.last).split(separator: " ").dropFirst().map(String.init)
        let again = try run(
          productsDirectory.appendingPathComponent("dynsweep").path, words + ["--json"])
        #expect(again.status == 0, "\(again.errors)")
        let found = try JSONDecoder().decode(Spectrum.self, from: Data(again.output.utf8)).mean
        let recorded = try ResultsReader(file).values(of: "lyapunov_spectrum", trials: 1..<2)
          .suffix(found.count)
        for (number, other) in zip(found, recorded) {
          guard let number else {
            #expect(!other.isFinite)
            continue
          }
          #expect(abs(number - other) < 1e-12, "\(model), \(suffix)")
        }
      }
    }
  }

  /// The arrays of a net in three formats, and those of the results file, as NumPy sees them.
  @Test(arguments: ["float32", "float64"])
  func `numbers are those of the results file, with PyTorch's second bias`(
    precision: String
  ) throws {
    try withResults("cell: gru, width: 5", precision: precision) { folder, file in
      for suffix in ["safetensors", "h5", "npz"] {
        let outcome = try dynsweep(
          "extract", file, "--trial", "0", "-o", "\(folder)/net.\(suffix)")
        #expect(outcome.status == 0, "\(outcome.errors)")
      }
      let script = """
        import sys, json, h5py, numpy
        folder = sys.argv[1]
        def safetensors(path):
            content = open(path, "rb").read()
            start = 8 + int.from_bytes(content[:8], "little")
            header = json.loads(content[8:start])
            assert header.pop("__metadata__") == {"cell": "gru"}
            types = {"F32": "<f4", "F64": "<f8"}
            return {name: numpy.frombuffer(content[start + e["data_offsets"][0]:start + e["data_offsets"][1]], types[e["dtype"]]).reshape(e["shape"]) for name, e in header.items()}
        nets = [safetensors(folder + "/net.safetensors"), numpy.load(folder + "/net.npz"), h5py.File(folder + "/net.h5")]
        assert nets[2].attrs["cell"] == b"gru" or nets[2].attrs["cell"] == "gru"
        kept = h5py.File(folder + "/a.h5")["nets_1"]
        names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "readout.weight", "readout.bias"]
        for net in nets:
            assert sorted(net) == sorted(names + ["bias_hh_l0"]), sorted(net)
            for name in names:
                assert net[name].dtype == sys.argv[2] and numpy.isfinite(kept[name][0]).all()
                assert (net[name][()] == kept[name][0]).all(), name
            assert (net["bias_hh_l0"][()][:10] == 0).all() and (net["bias_hh_l0"][()][10:] == kept["bias_hn_l0"][0]).all()
        print("equal")
        """
      let outcome = try python(script, [folder, precision])
      #expect(outcome.output == "equal\n", "\(outcome.errors)")
    }
  }

  @Test(arguments: [0.5, 1.0])
  func `masks are multiplied in, and blocks of modules stand in their places`(
    modularity: Double
  ) throws {
    let model = "cell: rnn, width: 6, modules: 3, modularity: \(modularity)"
    try withResults(model) { folder, file in
      let outcome = try dynsweep("extract", file, "--trial", "0", "-o", "\(folder)/net.npz")
      #expect(outcome.status == 0, "\(outcome.errors)")
      let script = """
        import sys, h5py, numpy
        net, kept = numpy.load(sys.argv[1] + "/net.npz"), h5py.File(sys.argv[1] + "/a.h5")["nets_1"]
        weight = kept["weight_hh_l0"][0]
        if "weight_hh_l0.mask" in kept: whole = weight * kept["weight_hh_l0.mask"][0]
        else:
            whole = numpy.zeros((6, 6))
            for m in range(3): whole[2*m:2*m+2, 2*m:2*m+2] = weight[2*m:2*m+2]
        assert "weight_hh_l0.mask" not in net and (net["weight_hh_l0"] == whole).all()
        assert (whole == 0).any() and (whole != 0).any()
        """
      let read = try python(script, [folder])
      #expect(read.status == 0, "\(read.errors)")
    }
  }

  @Test func `nets of other cells keep their own names, and that is said`() throws {
    for model in ["cell: rate, width: 4", "cell: feed_forward, widths: [4, 3]"] {
      try withResults(model, observe: "effective_rank: {samples: 8}") { folder, file in
        let outcome = try dynsweep("extract", file, "--trial", "0", "-o", "\(folder)/net.npz")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("after 20 steps, under its own names, float64"))
        #expect(outcome.errors.contains("PyTorch's RNN, LSTM and GRU have no such cell"))
        let read = try python(
          "import sys, numpy; print(*sorted(numpy.load(sys.argv[1])))", ["\(folder)/net.npz"])
        #expect(
          read.output
            == (model.contains("rate")
              ? "bias_ih_l0 readout.bias readout.weight weight_hh_l0 weight_ih_l0\n"
              : "layers.0.bias layers.0.weight layers.1.bias layers.1.weight readout.bias readout.weight\n")
        )
      }
    }
  }

  @Test func `of nets that are kept at every checkpoint any can be taken out`() throws {
    try withResults("cell: rnn, width: 4", keep: "weights: all") { folder, file in
      for (checkpoint, step) in [0, 1, 20].enumerated() {
        let outcome = try dynsweep(
          "extract", file, "--trial", "1", "--checkpoint", "\(checkpoint)", "-o",
          "\(folder)/\(checkpoint).npz")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("after \(step) steps"))
      }
      let last = try dynsweep("extract", file, "--trial", "1", "-o", "\(folder)/last.npz")
      #expect(last.status == 0, "\(last.errors)")
      let read = try python(
        """
        import sys, h5py, numpy
        kept = h5py.File(sys.argv[1] + "/a.h5")["nets_1/weight_hh_l0"]
        assert list(kept.shape) == [2, 3, 4, 4]
        for name, place in [("0", 0), ("1", 1), ("2", 2), ("last", 2)]:
            assert (numpy.load(f"{sys.argv[1]}/{name}.npz")["weight_hh_l0"] == kept[1, place]).all(), name
        """, [folder])
      #expect(read.status == 0, "\(read.errors)")
    }
  }
}
