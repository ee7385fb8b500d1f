@testable import DataSets
import Foundation
import TestSupport
import Testing

/// Arrays that are written as files are read as they were by NumPy, h5py, and this program itself.
@Suite struct NewArrayFileTests {
  /// Reads a file with Python's own means alone and prints each array's name, type, shape and numbers.
  private static let script = """
    import json, sys, h5py, numpy
    def safetensors(path):
        content = open(path, "rb").read()
        start = 8 + int.from_bytes(content[:8], "little")
        assert start % 8 == 0
        arrays, end = {}, 0
        header = json.loads(content[8:start])
        print(header.pop("__metadata__", {}))
        for name, entry in header.items():
            begin, (first, last) = end, entry["data_offsets"]
            assert first == begin
            numbers = numpy.frombuffer(content[start + first:start + last],
                                       {"F32": "<f4", "F64": "<f8"}[entry["dtype"]])
            arrays[name], end = numbers.reshape(entry["shape"]), last
        assert start + end == len(content)
        return arrays
    path = sys.argv[1]
    if path.endswith(".safetensors"):
        arrays = safetensors(path)
    elif path.endswith(".npz"):
        import zipfile
        assert zipfile.ZipFile(path).testzip() is None
        arrays = numpy.load(path)
    else:
        arrays = h5py.File(path, "r")
        print({k: v.decode() for k, v in arrays.attrs.items()})
    for name in sorted(arrays):
        print(name, arrays[name].dtype, arrays[name].shape, arrays[name][()].tolist())
    """

  private func arrays<Number: StoredNumber>(_ type: Number.Type) -> [NewArray<Number>] {
    [
      NewArray("weight_hh_l0", shape: [2, 3], [0.1, -0.0, 1e-40, .infinity, -7, 0.5]),
      NewArray("bias_hh_l0", shape: [3], [1, 2, -0.25]),
      NewArray("readout.scale", shape: [], [3]),
      NewArray("none", shape: [0, 2], []),
    ]
  }

  private func lines(_ type: String, _ first: String, _ small: String) -> String {
    """
    bias_hh_l0 \(type) (3,) [1.0, 2.0, -0.25]
    none \(type) (0, 2) []
    readout.scale \(type) () 3.0
    weight_hh_l0 \(type) (2, 3) [[\(first), -0.0, \(small)], [inf, -7.0, 0.5]]

    """
  }

  private func requireRead<Number: StoredNumber>(
    _ arrays: [NewArray<Number>], as lines: String, suffix: String, facts: [String: String] = [:]
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/net.\(suffix)"
      try NewArrayFile(path).write(arrays, facts: facts)
      let outcome = try python(Self.script, [path])
      #expect(outcome.errors == "")
      let told = facts.sorted { $0.key < $1.key }.map { "'\($0)': '\($1)'" }
      let first = suffix == "npz" ? "" : "{\(told.joined(separator: ", "))}\n"
      #expect(outcome.output == first + lines)
      guard suffix != "h5" else { return }
      let read = try suffix == "npz" ? PythonArrays(npz: path) : PythonArrays(safetensors: path)
      #expect(read.names == arrays.map(\.name))
      for array in arrays {
        let found = try read.array(array.name)
        #expect(found.shape == array.shape)
        #expect(found.numbers(0..<found.count) == array.numbers.map { Double($0) })
      }
    }
  }

  @Test(arguments: ["safetensors", "npz", "h5"])
  func `numbers of both precisions come back as they were`(suffix: String) throws {
    try requireRead(
      arrays(Float.self),
      as: lines("float32", "0.10000000149011612", "9.99994610111476e-41"), suffix: suffix)
    try requireRead(
      arrays(Double.self), as: lines("float64", "0.1", "1e-40"), suffix: suffix,
      facts: ["cell": "rnn_tanh", "about": "größer / kleiner"])
  }

  @Test(arguments: ["safetensors", "npz", "h5"])
  func `equal arrays make equal files`(suffix: String) throws {
    try withTemporaryDirectory { folder in
      let paths = ["\(folder)/a.\(suffix)", "\(folder)/b.\(suffix)"]
      for path in paths { try NewArrayFile(path).write(arrays(Float.self)) }
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: paths[0]))
          == Data(contentsOf: URL(fileURLWithPath: paths[1])))
    }
  }

  @Test(arguments: ["safetensors", "npz", "h5"])
  func `what is at the path is left alone`(suffix: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/net.\(suffix)"
      let file = try NewArrayFile(path)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      let error = NewArrayFileError.taken(path: path)
      #expect(throws: error) { try NewArrayFile(path) }
      #expect(
        "\(error)" == "\(path) exists and is left alone: move it away or choose another name")
      // Also where it came after the path was looked at.
      #expect(throws: NewArrayFileError.self) { try file.write(arrays(Float.self)) }
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
    }
  }

  @Test(arguments: ["net", "net.pt", "net.npz.gz", "net.H5"])
  func `another end of the name is refused`(name: String) throws {
    let error = NewArrayFileError.unknownSuffix(path: "/tmp/\(name)")
    #expect(throws: error) { try NewArrayFile("/tmp/\(name)") }
    #expect(
      "\(error)" == "cannot tell the format of /tmp/\(name): its name has to end on "
        + ".safetensors, .h5 or .npz")
  }

  @Test(arguments: ["safetensors", "npz", "h5"])
  func `a folder that is missing is told`(suffix: String) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/missing/net.\(suffix)"
      let file = try NewArrayFile(path)
      let error = #expect(throws: NewArrayFileError.self) { try file.write(arrays(Float.self)) }
      #expect("\(try #require(error))".hasPrefix("cannot write \(path): "))
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }
}
