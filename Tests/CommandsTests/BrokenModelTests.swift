import Foundation
import TestSupport
import Testing

/// Damaged and dishonest files in Python's formats: each has its answer, and takes no memory for what it claims.
@Suite struct BrokenModelTests {
  struct Broken: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let message: String
    /// Python that makes the file `path` of `weights`, by name, an RNN of 3 units and 2 features.
    let script: String
    var arguments = ["--cell", "rnn_tanh"]
  }

  private static let whole = "expected a file that is whole"
  private static let array = "expected an array as numpy.save writes it"

  /// A member `weight_hh_l0.npy` of these bytes, in Python.
  private static func member(_ bytes: String, _ options: String = "") -> String {
    """
    with zipfile.ZipFile(path, 'w'\(options)) as z:
        z.writestr('weight_ih_l0.npy', npy(weights['weight_ih_l0']))
        z.writestr('weight_hh_l0.npy', \(bytes))
    """
  }

  /// A header of .npy with this description before 72 bytes, in Python.
  private static func header(_ words: String) -> String {
    member("b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(h := b\"\(words)\")) + h + bytes(72)")
  }

  /// A zip file whose directory claims this size for `weight_hh_l0.npy`, in Python.
  private static func claiming(_ size: String) -> String {
    """
    np.savez_compressed(path, **weights)
    b = bytearray(open(path, 'rb').read())
    place = b.rindex(b'PK\\x01\\x02', 0, b.rindex(b'weight_hh_l0.npy'))
    b[place + 24:place + 28] = struct.pack('<I', \(size))
    open(path, 'wb').write(b)
    """
  }

  static let arrays: [Broken] = [
    Broken(
      testDescription: "a zip file that was cut short",
      message: "found no directory of its members, \(whole)",
      script: "np.savez(path, **weights); os.truncate(path, os.path.getsize(path) // 2)"),
    Broken(
      testDescription: "a file of torch.save",
      message: "a zip file without arrays, as torch.save writes one; save the net by "
        + "safetensors.torch.save_file(net.state_dict(), path) or numpy.savez(path, **weights)",
      script: "zipfile.ZipFile(path, 'w').writestr('archive/data.pkl', b'')"),
    Broken(
      testDescription: "a name that stands twice",
      message: "found the name weight_hh_l0 twice, expected each name once",
      script: """
        with zipfile.ZipFile(path, 'w') as z:
            for i in range(2): z.writestr('weight_hh_l0.npy', npy(weights['weight_hh_l0']))
        """),
    Broken(
      testDescription: "a size beyond what is held",
      message:
        "found 4294967294 bytes of weight_hh_l0 to hold in memory, expected at most 2048 MiB, or a "
        + "dataset of float32, float64 or uint8 in HDF5 that is neither compressed nor in chunks: such a "
        + "one is not held in memory",
      script: claiming("0xFFFFFFFE")),
    Broken(
      testDescription: "a bomb: more than the packed bytes could hold",
      message: "found weight_hh_l0.npy that does not unpack to 2000000000 bytes, \(whole)",
      script: claiming("2000000000")),
    Broken(
      testDescription: "a size that is a little too large",
      message: "found weight_hh_l0.npy that does not unpack to 201 bytes, \(whole)",
      script: claiming("201")),
    Broken(
      testDescription: "another compression",
      message:
        "found weight_hh_l0.npy packed by method 12, expected stored or deflated members, as "
        + "numpy.savez and savez_compressed write them",
      script: member("npy(weights['weight_hh_l0'])", ", zipfile.ZIP_BZIP2")),
    Broken(
      testDescription: "a byte that is another",
      message: "found weight_hh_l0.npy with another checksum than its own, \(whole)",
      script: """
        np.savez(path, **weights)
        b = bytearray(open(path, 'rb').read())
        b[b.index(npy(weights['weight_hh_l0'])) + 190] ^= 1
        open(path, 'wb').write(b)
        """),
    Broken(
      testDescription: "no array",
      message: "found weight_hh_l0 that does not begin as an array, \(array)",
      script: member("b'weights of a net'")),
    Broken(
      testDescription: "a version that is not known",
      message: "found weight_hh_l0 with an unknown or broken header, \(array)",
      script: member("b'\\x93NUMPY\\x09\\x00' + bytes(90)")),
    Broken(
      testDescription: "a header longer than the array",
      message: "found weight_hh_l0 with an unknown or broken header, \(array)",
      script: member("b'\\x93NUMPY\\x02\\x00\\xff\\xff\\xff\\xff' + bytes(90)")),
    Broken(
      testDescription: "a negative extent",
      message: "found weight_hh_l0 with an unknown or broken header, \(array)",
      script: header("{'descr': '<f8', 'fortran_order': False, 'shape': (-3, 3), }")),
    Broken(
      testDescription: "a shape for more numbers",
      message: "found 72 bytes of weight_hh_l0, expected as many as [4, 3] numbers of 8 bytes take",
      script: header("{'descr': '<f8', 'fortran_order': False, 'shape': (4, 3), }")),
    Broken(
      testDescription: "a shape whose product overflows",
      message:
        "found 72 bytes of weight_hh_l0, expected as many as [9223372036854775807, 9] numbers of 8 "
        + "bytes take",
      script: header("{'descr': '<f8', 'fortran_order': True, 'shape': (9223372036854775807, 9), }")
    ),
    Broken(
      testDescription: "complex numbers",
      message: "found weight_hh_l0 of type <c16, expected whole or real numbers of at most 64 bits",
      script: "np.savez(path, **{**weights, 'weight_hh_l0': weights['weight_hh_l0'] * 1j})"),
    Broken(
      testDescription: "objects",
      message: "found weight_hh_l0 of type |O, expected whole or real numbers of at most 64 bits",
      script:
        "np.savez(path, **{**weights, 'weight_hh_l0': weights['weight_hh_l0'].astype(object)})"),
    Broken(
      testDescription: "weights of one dimension",
      message: "weight_hh_l0 is of shape [9]; expected [units, units]",
      script: "np.savez(path, **{**weights, 'weight_hh_l0': np.zeros(9)})"),
    Broken(
      testDescription: "a weight that is no number",
      message: "weight_hh_l0 holds a number that is not finite, first at [1, 2]",
      script: "weights['weight_hh_l0'][1, 2] = np.nan; np.savez(path, **weights)"),
    Broken(
      testDescription: "no arrays that are weights",
      message:
        "no dataset \"weight_hh_l0\"; it has a; weights are named as in PyTorch's state_dict "
        + "(dynsweep help spectrum)",
      script: "np.savez(path, a=np.zeros(3))"),
    Broken(
      testDescription: "Equinox's bias",
      message:
        "bias is of the net, but not of any that PyTorch's RNN, LSTM and GRU are; without it the "
        + "spectrum would be another net's. Leave out of the file what is no part of the net; of "
        + "parametrised weights save what torch.nn.utils.parametrize.remove_parametrizations leaves",
      script: "np.savez(path, weight_ih=np.zeros((3, 2)), weight_hh=np.eye(3), bias=np.zeros(3))"),
    Broken(
      testDescription: "damaged weights of Keras",
      message: "cannot be read: model.weights.h5: file signature not found",
      script: "zipfile.ZipFile(path, 'w').writestr('model.weights.h5', b'weights')"),
  ]

  private static let prelude = """
    import sys, os, io, struct, zipfile, h5py, numpy as np
    path = sys.argv[1]
    weights = {'weight_ih_l0': np.ones((3, 2)), 'weight_hh_l0': np.eye(3)}
    def npy(a):
        out = io.BytesIO(); np.save(out, a); return out.getvalue()

    """

  private func answer(_ script: String, _ arguments: [String]) throws -> (String, ToolOutcome) {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/m.npz"
      let made = try python(Self.prelude + script, [path])
      try #require(made.status == 0, "\(made.errors)")
      let outcome = try run(
        productsDirectory.appendingPathComponent("dynsweep").path,
        ["spectrum", path, "--inputs", saved("inputs.npy")] + arguments)
      return (path, outcome)
    }
  }

  @Test(arguments: arrays)
  func `a broken file is answered with what was found and what would be right`(
    _ broken: Broken
  ) throws {
    let (path, outcome) = try answer(broken.script, broken.arguments)
    #expect(outcome.errors == "dynsweep: \(path): \(broken.message)\n")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
  }

  static let layers: [Broken] = [
    Broken(
      testDescription: "a stack of two kinds",
      message: "the layers have different cells, rnn_tanh and lstm; expected a stack of one kind",
      script: "save('a', (2, 3), (3, 3), 3); save('b', (3, 12), (3, 12), 12)",
      arguments: ["--net", "a+b"]),
    Broken(
      testDescription: "a second layer that does not fit the first",
      message: "layers/b/cell/vars/0 is of shape [2, 3]; expected [3, 3]",
      script: "save('a', (2, 3), (3, 3), 3); save('b', (2, 3), (3, 3), 3)",
      arguments: ["--net", "a+b"]),
    Broken(
      testDescription: "two gates",
      message:
        "layers/a/cell/vars/1 is of shape [3, 6]; expected [units, units], or as many columns for "
        + "each of 3 or 4 gates",
      script: "save('a', (2, 6), (3, 6), 6)", arguments: []),
    Broken(
      testDescription: "recurrent weights that are not square",
      message:
        "layers/a/cell/vars/1 is of shape [3, 4]; expected [units, units], or as many columns for "
        + "each of 3 or 4 gates",
      script: "save('a', (2, 4), (3, 4), 4)", arguments: []),
    Broken(
      testDescription: "a bias for other units",
      message: "layers/a/cell/vars/2 is of shape [4]; expected [3]",
      script: "save('a', (2, 3), (3, 3), 4)", arguments: []),
    Broken(
      testDescription: "a GRU with the two biases of another",
      message: "layers/a/cell/vars/2 is of shape [2, 12]; expected [2, 9]",
      script: "save('a', (2, 9), (3, 9), (2, 12))", arguments: []),
    Broken(
      testDescription: "a huge claim",
      message:
        "cannot be read: layers/a/cell/vars/1 in PATH: 4294967296 elements are declared, and "
        + "0 bytes are there (H5Dget_storage_size)",
      script: """
        with h5py.File(path, 'w') as f:
            f.create_dataset('layers/a/cell/vars/0', (2, 1 << 16), chunks=(1, 1 << 10))
            f.create_dataset('layers/a/cell/vars/1', (1 << 16, 1 << 16), chunks=(1, 1 << 10))
        """, arguments: []),
  ]

  @Test(arguments: layers)
  func `layers of Keras that do not fit are answered so`(_ broken: Broken) throws {
    let helper = """
      def save(name, kernel, recurrent, bias):
          with h5py.File(path, 'a') as f:
              for i, shape in enumerate([kernel, recurrent, bias]):
                  f[f'layers/{name}/cell/vars/{i}'] = np.zeros(shape)

      """
    let (path, outcome) = try answer(helper + broken.script, broken.arguments)
    let message = broken.message.replacingOccurrences(of: "PATH", with: path)
    #expect(outcome.errors == "dynsweep: \(path): \(message)\n")
    #expect(outcome.status == 65 && outcome.output.isEmpty)
  }

  static let inputs: [(String, String)] = [
    (
      "np.save(path, np.zeros((5, 2)))",
      "inputs is of shape [5, 2]; expected [trajectories, time, 2], as weight_ih_l0 takes 2 features"
    ),
    (
      "x = np.zeros((1, 3, 2)); x[0, 2, 1] = np.inf; np.save(path, x)",
      "inputs holds a number that is not finite, first at [0, 2, 1]"
    ),
    (
      "np.save(path, np.zeros((1, 5, 2))); os.truncate(path, 150)",
      "found 22 bytes of inputs, expected as many as [1, 5, 2] numbers of 8 bytes take"
    ),
    (
      "np.save(path, np.array(['a']))",
      "found inputs of type <U1, expected whole or real numbers of at most 64 bits"
    ),
    (
      "np.savez(open(path, 'wb'), x=np.zeros((1, 5, 2)))",
      "no dataset \"inputs\" of shape [trajectories, time, features]"
    ),
  ]

  @Test(arguments: inputs)
  func `broken inputs of NumPy are answered so`(_ script: String, _ message: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/x.npy"
      let made = try python(Self.prelude + script, [path])
      try #require(made.status == 0, "\(made.errors)")
      let outcome = try dynsweep(
        "spectrum", saved("gru.npz"), "--cell", "gru", "--inputs", path)
      #expect(outcome.errors == "dynsweep: \(path): \(message)\n")
      #expect(outcome.status == 65 && outcome.output.isEmpty)
    }
  }
}
