import Foundation
import TestSupport
import Testing

/// The states that a sweep keeps are those that a net taken out of the file has by PyTorch's equations, in NumPy.
@Suite struct KeptStatesTests {
  private static let script = """
    import sys, h5py, numpy as np
    folder, data, cell, trial = sys.argv[1:4] + [int(sys.argv[4])]
    kept, net = h5py.File(folder + "/a.h5")["nets_1"], np.load(folder + "/net.npz")
    x = h5py.File(data)["inputs"][()][6:10]
    def logistic(a): return 1 / (1 + np.exp(-a))
    worst = 0
    for layer in range(2):
        def weight(kind): return net[f"{kind}_l{layer}"].astype(float)
        h = c = np.zeros((len(x), weight("weight_hh").shape[1]))
        states = []
        for t in range(x.shape[1]):
            a = x[:, t] @ weight("weight_ih").T + weight("bias_ih")
            b = h @ weight("weight_hh").T + weight("bias_hh")
            if cell == "rnn": h = np.tanh(a + b)
            elif cell == "gru":
                (ar, az, an), (br, bz, bn) = np.split(a, 3, 1), np.split(b, 3, 1)
                z = logistic(az + bz)
                h = (1 - z) * np.tanh(an + logistic(ar + br) * bn) + z * h
            else:
                i, f, g, o = np.split(a + b, 4, 1)
                c = logistic(f) * c + logistic(i) * np.tanh(g)
                h = logistic(o) * np.tanh(c)
            states.append(h)
        x = np.stack(states, 1)
        found = kept[f"states.hidden.{layer}"][trial]
        assert found.shape == x.shape, found.shape
        worst = max(worst, abs(found - x).max())
    print(worst)
    """

  @Test(arguments: ["rnn", "gru", "lstm"], ["float32", "float64"])
  func `states are those of the net on the first held-out sequences`(
    cell: String, precision: String
  ) throws {
    let arrays =
      "inputs=cos(arange(100.) ** 1.5).reshape(10, 5, 2), targets=arange(10) % 3, split=(arange(10) >= 6) * 1"
    try withArrays(arrays) { data in
      try withTemporaryDirectory { folder in
        let text = """
          name: states
          task: {name: file, path: \(data), batch: 2}
          model: {cell: \(cell), width: 4, layers: 2, initial: {bias: {scheme: normal, deviation: 0.5}}}
          training: {learning_rate: {grid: [1e-2, 3e-2]}, steps: 20, precision: \(precision), checkpoints: {count: 3}}
          keep: {weights: final, states: {}}
          """
        try text.write(toFile: "\(folder)/a.yaml", atomically: true, encoding: .utf8)
        let file = "\(folder)/a.h5"
        let outcome = try dynsweep("run", "\(folder)/a.yaml", "-o", file, "--workers", "0", "-q")
        try #require(outcome.status == 0, "\(outcome.errors)")
        let net = try dynsweep("extract", file, "--trial", "1", "-o", "\(folder)/net.npz")
        try #require(net.status == 0, "\(net.errors)")
        let compared = try python(Self.script, [folder, data, cell, "1"])
        let worst = try #require(
          Double(compared.output.dropLast()), "\(compared.errors)")
        #expect(worst < (precision == "float32" ? 1e-6 : 1e-12))
      }
    }
  }
}
