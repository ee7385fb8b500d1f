import Foundation
import HDF5
import TestSupport
import Testing

/// Writes `values` as a dataset of a new file and reads them back.
private func roundTrip<Number: Element>(_ values: [Number]) throws -> [Number] {
  try withTemporaryDirectory { folder in
    let file = try File(creating: folder + "/a.h5")
    let dataset = try file.create(
      DatasetDescription("x", Number.elementType, shape: [values.count]))
    try dataset.write(values)
    return try dataset.read()
  }
}

@Test func `numbers of every type come back as they were`() throws {
  #expect(try roundTrip([UInt8.min, 1, .max]) == [.min, 1, .max])
  #expect(try roundTrip([Int8.min, -1, 0, .max]) == [.min, -1, 0, .max])
  #expect(try roundTrip([Int32.min, -1, 0, .max]) == [.min, -1, 0, .max])
  #expect(try roundTrip([Int64.min, -1, 0, .max]) == [.min, -1, 0, .max])
  #expect(try roundTrip([UInt64.min, 1, .max]) == [.min, 1, .max])
  #expect(
    try roundTrip([Float.leastNonzeroMagnitude, -.infinity]) == [
      .leastNonzeroMagnitude, -.infinity,
    ])
  #expect(
    try roundTrip([Double.pi, -0.0, .infinity]).map(\.bitPattern)
      == [Double.pi, -0.0, .infinity].map(\.bitPattern))
}

@Test func `a part is written and read as rows and columns say`() throws {
  try withTemporaryDirectory { folder in
    let file = try File(creating: folder + "/a.h5")
    let dataset = try file.create(
      DatasetDescription("x", .float64, shape: [3, 4], fill: .real(-1)))
    try dataset.write([1.0, 2, 3, 4], Hyperslab(start: [1, 2], count: [2, 2]))
    #expect(
      try dataset.read(Double.self) == [-1, -1, -1, -1, -1, -1, 1, 2, -1, -1, 3, 4])
    #expect(try dataset.read(Int64.self, Hyperslab(start: [2, 1], count: [1, 3])) == [-1, 3, 4])
    #expect(try dataset.shape() == [3, 4])
    #expect(try dataset.kind() == .real)
  }
}

@Test func `a part outside of the dataset is an error`() throws {
  try withTemporaryDirectory { folder in
    let file = try File(creating: folder + "/a.h5")
    let dataset = try file.create(DatasetDescription("x", .float64, shape: [3]))
    #expect(throws: HDF5Error.self) {
      try dataset.read(Double.self, Hyperslab(start: [2], count: [2]))
    }
  }
}

@Test func `texts and attributes are what h5py reads`() throws {
  try withTemporaryDirectory { folder in
    try writeTexts(folder + "/a.h5")
    let outcome = try python(
      """
      import h5py, sys
      x = h5py.File(sys.argv[1])['x']
      print([t.decode() for t in x[:]], x.attrs['title'].decode(), x.attrs['numbers'])
      """, [folder + "/a.h5"])
    #expect(outcome.output == "['rnn', 'grö', ''] größer [1.5 nan]\n", "\(outcome.errors)")
  }
}

private func writeTexts(_ path: String) throws {
  let file = try File(creating: path)
  let dataset = try file.create(DatasetDescription("x", .text(bytes: 4), shape: [3]))
  try dataset.write(["rnn", Text.cut("größer", bytes: 4), ""], bytes: 4)
  try dataset.setAttribute("title", "größer")
  try dataset.setAttribute("empty", "")
  try dataset.setAttribute("numbers", [1.5, .nan])
  #expect(try dataset.readTexts() == ["rnn", "grö", ""])
  #expect(try dataset.textAttribute("title") == "größer")
  #expect(try dataset.textAttribute("empty") == "")
  #expect(try dataset.attribute("numbers", Float.self)[0] == 1.5)
}

@Test func `what h5py writes is read, its texts of variable length and its float32 too`() throws {
  try withTemporaryDirectory { folder in
    let outcome = try python(
      """
      import h5py, numpy, sys
      f = h5py.File(sys.argv[1], 'w')
      f.attrs['cell'] = 'rnn_tänh'
      f.attrs['fixed'] = numpy.bytes_(b'abc')
      f['g/w'] = numpy.arange(6, dtype='>f4').reshape(2, 3)
      f.create_dataset('names', data=['a', 'bcd'], dtype=h5py.string_dtype())
      f['packed'] = numpy.zeros(3, dtype=[('a', 'i4')])
      """, [folder + "/a.h5"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let file = try File(folder + "/a.h5", .readAnyFormat)
    #expect(try file.textAttribute("cell") == "rnn_tänh")
    #expect(try file.textAttribute("fixed") == "abc")
    #expect(try file.attributeNames() == ["cell", "fixed"])
    #expect(try file.group("g").dataset("w").read(Double.self) == [0, 1, 2, 3, 4, 5])
    #expect(try file.dataset("g/w").shape() == [2, 3])
    #expect(try file.dataset("names").readTexts() == ["a", "bcd"])
    #expect(try file.dataset("packed").kind() == .other)
    #expect(throws: HDF5Error.self) { try file.dataset("packed").read(Double.self) }
    #expect(throws: HDF5Error.self) { try file.dataset("packed").readTexts() }
    #expect(throws: HDF5Error.self) { try file.dataset("missing").read(Double.self) }
  }
}

@Test func `a dimension's scale names and numbers it, for h5py too`() throws {
  try withTemporaryDirectory { folder in
    let file = try File(creating: folder + "/a.h5")
    let scale = try file.create(DatasetDescription("trial", .int64, shape: [2]))
    try scale.becomeScale()
    let dataset = try file.create(DatasetDescription("x", .float64, shape: [2, 5]))
    try dataset.attach(scale, at: 0)
    #expect(try dataset.dimensionNames() == ["trial", nil])
    #expect(try scale.isScale())
    #expect(try !dataset.isScale())
  }
}

@Test func `a dataset in one piece says where in the file it lies`() throws {
  try withTemporaryDirectory { folder in
    let path = folder + "/a.h5"
    let file = try File(creating: path)
    let made = try file.create(DatasetDescription("x", .float64, shape: [2]))
    try made.write([1.5, -2.0])
    let offset = try #require(try made.offset())
    #expect(try made.elementSize() == 8)
    try file.flush()
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path))).dropFirst(offset).prefix(8)
    let bits = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    #expect(Double(bitPattern: bits) == 1.5)
  }
}
