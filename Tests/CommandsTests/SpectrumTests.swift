import Foundation
import HDF5
import TestSupport
import Testing

@Suite struct SpectrumTests {
  private struct Spectrum: Decodable {
    let exponents: [[Double]]
    let mean: [Double]
    let kaplanYorke: Double
    let entropyRate: Double

    enum CodingKeys: String, CodingKey {
      case exponents, mean
      case kaplanYorke = "kaplan_yorke"
      case entropyRate = "entropy_rate"
    }
  }

  private func spectrum(_ arguments: String...) throws -> Spectrum {
    let outcome = try run(
      productsDirectory.appendingPathComponent("dynsweep").path,
      ["spectrum"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Spectrum.self, from: Data(outcome.output.utf8))
  }

  private func expected(_ name: String) throws -> [Double] {
    try File(fixture(name), .readAnyFormat).dataset("exponents").read()
  }

  // 1e-8 is what is asked for. Of two layers, the exponents are those of the Jacobian's diagonal blocks.
  @Test(arguments: [("tanh-net.h5", "20"), ("stacked-net.h5", "30")])
  func `exponents are NumPy's`(_ name: String, _ warmup: String) throws {
    let found = try spectrum(fixture(name), "--warmup", warmup)
    #expect(areClose(found.exponents.flatMap(\.self), try expected(name), within: 1e-8))
    #expect(found.exponents.allSatisfy { $0 == $0.sorted(by: >) })
    // Averaged before they are sorted: the same in all, but no larger at the top.
    let count = Double(found.exponents.count)
    let top = found.exponents.reduce(0) { $0 + $1[0] } / count
    let all = found.exponents.reduce(0) { $0 + $1.reduce(0, +) } / count
    #expect(found.mean[0] <= top + 1e-14 && found.mean == found.mean.sorted(by: >))
    #expect(abs(found.mean.reduce(0, +) - all) < 1e-11)
    #expect(found.kaplanYorke == 0 && found.entropyRate == 0)
  }

  // As asked for. PyTorch works out the Jacobians, by automatic differentiation.
  @Test(arguments: ["lstm-net.h5", "gru-net.h5", "lstm-stacked.h5", "gru-stacked.h5"])
  func `exponents of gated nets are PyTorch's`(_ name: String) throws {
    let expected = try expected(name)
    let found = try spectrum(fixture(name), "--warmup", "10").exponents.flatMap(\.self)
    #expect(areClose(found, expected, within: 1e-8))
  }

  /// g·v/‖v‖ is the identity, whatever the length of v.
  @Test(arguments: [1e200, 1, 1e-200])
  func `weights under normalisation have their length, however long their directions are`(
    length: Double
  ) throws {
    try withTemporaryDirectory { folder in
      var net = SavedNet.zero
      net["weight_hh_l0"] = nil
      net["weight_hh_l0_g"] = ([3, 1], [1, 1, 1])
      net["weight_hh_l0_v"] = ([3, 3], [length, 0, 0, 0, length, 0, 0, 0, length])
      try net.write("\(folder)/a.h5")
      let found = try spectrum("\(folder)/a.h5").mean
      #expect(areClose(found, [0, 0, 0], within: 1e-12))
    }
  }

  @Test func `in float32 every exponent above -6 is right to a thousandth`() throws {
    let found = try spectrum(
      fixture("tanh-net.h5"), "--warmup", "20", "--precision", "float32")
    for (a, b) in zip(found.exponents.flatMap(\.self), try expected("tanh-net.h5")) where b > -6 {
      #expect(abs(a - b) < 1e-3)
    }
  }

  @Test func `the first exponents alone, and the last steps left out`() throws {
    let all = try spectrum(fixture("tanh-net.h5"), "--warmup", "20", "--steps", "50")
    let few = try spectrum(
      fixture("tanh-net.h5"), "--warmup", "20", "--steps", "50", "--exponents", "3")
    #expect(few.exponents.allSatisfy { $0.count == 3 })
    // In the frame's order the first three are of the first; sorted, the largest is among them.
    #expect(abs(few.mean[0] - all.mean[0]) < 0.05)
    #expect(few.mean != (try spectrum(fixture("tanh-net.h5"), "--exponents", "3")).mean)
  }

  /// A cyclic shift of positive states, shrunk: all directions shrink alike, in any orthonormal frame.
  private var rotation: SavedNet {
    var net = SavedNet.zero
    net.cell = "rnn_relu"
    net["weight_hh_l0"] = ([3, 3], [0, 0.5, 0, 0, 0, 0.5, 0.5, 0, 0])
    net["bias_ih_l0"] = ([3], [1, 1, 1])
    return net
  }

  @Test(arguments: [false, true])
  func `a scaled rotation of rectified units has the log of its scale`(_ isSingle: Bool) throws {
    try withTemporaryDirectory { folder in
      var net = rotation
      net.isSingle = isSingle
      try net.write("\(folder)/m.h5")
      let found = try spectrum("\(folder)/m.h5")
      #expect(areClose(found.mean, [Double](repeating: log(0.5), count: 3), within: 1e-14))
    }
  }

  @Test func `an orthogonal map of rectified units has zeros, and so the full dimension`() throws {
    try withTemporaryDirectory { folder in
      var net = rotation
      net["weight_hh_l0"] = ([3, 3], [0, 1, 0, 0, 0, 1, 1, 0, 0])
      try net.write("\(folder)/m.h5")
      let found = try spectrum("\(folder)/m.h5")
      #expect(found.mean == [0, 0, 0] && found.kaplanYorke == 3 && found.entropyRate == 0)
    }
  }

  @Test func `inputs may be in a file of their own`() throws {
    try withTemporaryDirectory { folder in
      var net = rotation
      var inputs = SavedNet(cell: nil)
      inputs["inputs"] = ([2, 4, 2], [])
      net["inputs"] = nil
      try net.write("\(folder)/m.h5")
      try inputs.write("\(folder)/x.h5")
      #expect(try spectrum("\(folder)/m.h5", "--inputs", "\(folder)/x.h5").exponents.count == 2)
    }
  }

  /// The rotation, and a net with half its scale, under two prefixes.
  @Test func `of several nets the one that is asked for is measured, and the rest is told`() throws
  {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/m.h5"
      var net = rotation
      net.rename(["encoder.", "decoder."])
      net["decoder.weight_hh_l0"] = ([3, 3], [0, 0.25, 0, 0, 0, 0.25, 0.25, 0, 0])
      net["head.weight"] = ([2, 3], [])
      try net.write(path)
      #expect(try abs(spectrum(path, "--net", "encoder").mean[0] - log(0.5)) < 1e-14)
      #expect(try abs(spectrum(path, "--net", "decoder.").mean[0] - log(0.25)) < 1e-14)
      let text = try dynsweep("spectrum", path, "--net", "decoder").output
      #expect(text.hasPrefix("rnn_relu, 3 units, 2 features, decoder.weight_hh_l0 and so on\n"))
      #expect(
        text.contains(
          "not used: encoder.weight_ih_l0, encoder.weight_hh_l0, encoder.bias_ih_l0, head.weight"))
      let json = try parsed(dynsweep("spectrum", path, "--net", "decoder", "--json").output)
      #expect(json["net"] as? String == "decoder.")
      #expect((json["unused"] as? [String])?.count == 4)
    }
  }

  /// Forms in which the rotation's weights can stand: dropped copies beside the true ones, and weight normalisation.
  @Test(arguments: [
    ["module.weight_hh_l0", "module.weight_hh_l0_raw"],
    ["module.weight_hh_l0", "weight_hh_l0_raw"],
    ["weight_hh_l0_g", "weight_hh_l0_v"],
    ["parametrizations.weight_hh_l0.original0", "parametrizations.weight_hh_l0.original1"],
  ])
  func `weights under weight drop and weight normalisation are the true ones`(
    _ names: [String]
  ) throws {
    try withTemporaryDirectory { folder in
      var net = rotation
      let isDropped = names[0].hasPrefix("module.")
      if isDropped { net.rename(["module."]) } else { net["weight_hh_l0"] = nil }
      let shift = [0.0, 1, 0, 0, 0, 1, 1, 0, 0]
      net[names[0]] =
        isDropped ? ([3, 3], shift.map { 0.1 * $0 }) : ([3, 1], [0.5, 0.5, 0.5])
      net[names[1]] = ([3, 3], shift.map { (isDropped ? 0.5 : 7) * $0 })
      try net.write("\(folder)/m.h5")
      let found = try spectrum("\(folder)/m.h5")
      #expect(areClose(found.mean, [Double](repeating: log(0.5), count: 3), within: 1e-14))
    }
  }

  @Test(arguments: ["int8", "bool", "uint16"])
  func `inputs may be whole numbers or booleans, and nets lie some groups deep`(
    _ type: String
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/m.h5"
      let script = """
        import sys, h5py, numpy as np
        random = np.random.default_rng(1)
        x = random.integers(0, 2, (2, 30, 4))
        for name, inputs, place in [('m', x.astype(sys.argv[2]), 'model/parts/rnn'), ('n', x.astype(float), '.')]:
            with h5py.File(f'{sys.argv[1]}/{name}.h5', 'w') as f:
                f.attrs['cell'] = 'rnn_tanh'
                net, weights = f.require_group(place), np.random.default_rng(2)
                net['weight_ih_l0'] = weights.normal(size=(5, 4))
                net['weight_hh_l0'] = weights.normal(size=(5, 5))
                f['inputs'] = inputs
        """
      let made = try python(script, [folder, type])
      try #require(made.status == 0, "\(made.errors)")
      #expect(try spectrum(path).exponents == spectrum("\(folder)/n.h5").exponents)
    }
  }

  @Test func `a compression that only h5py has is named, with the way out`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/m.h5"
      try rotation.write(path)
      let script = """
        import sys, h5py
        with h5py.File(sys.argv[1], 'r+') as f:
            weights = f['weight_hh_l0'][...]
            del f['weight_hh_l0']
            f.create_dataset('weight_hh_l0', data=weights, compression='lzf')
        """
      let made = try python(script, [path])
      try #require(made.status == 0, "\(made.errors)")
      let outcome = try dynsweep("spectrum", path)
      #expect(outcome.status == 65)
      #expect(
        outcome.errors.contains(
          "weight_hh_l0 in \(path): it is compressed with lzf, which the HDF5"))
      #expect(outcome.errors.contains("write it with gzip"))
    }
  }

  @Test func `inputs in PyTorch's own order are suspected`() throws {
    try withTemporaryDirectory { folder in
      var net = rotation
      net["inputs"] = ([60, 2, 2], [])
      try net.write("\(folder)/m.h5")
      let outcome = try dynsweep("spectrum", "\(folder)/m.h5")
      #expect(outcome.status == 0)
      #expect(
        outcome.errors
          == "note: only 2 steps are averaged over, of 60 trajectories each; inputs are "
          + "[trajectories, time, features], PyTorch's own order is [time, batch, features] unless "
          + "batch_first\n")
    }
  }

  @Test func `without --json there is a table for people`() throws {
    let outcome = try dynsweep("spectrum", fixture("tanh-net.h5"), "--warmup", "20")
    #expect(outcome.output.contains("3 trajectories, 100 steps after a warm-up of 20"))
    #expect(outcome.output.contains("exponent  nats/step     rounding  deviation"))
  }
}
