@testable import DataSets
import Foundation
import TestSupport
import Testing

/// Arrays of every type and order of bytes, made by NumPy and h5py, are what was written.
@Suite struct ArrayTypesTests {
  /// What Python says that it wrote: by name, shape and numbers.
  private struct Written: Decodable {
    let shape: [Int]
    let numbers: [Double]
  }

  private static let head = """
    import sys, json, h5py
    from numpy import *
    arrays = {}
    for order in "<>":
        for kind in "iu":
            for size in [1, 2, 4, 8]:
                # Whole numbers up to 2^53 are double precision's own.
                type = dtype(f"{order}{kind}{size}")
                low = max(iinfo(type).min, -2**53) if size == 8 else iinfo(type).min
                high = min(iinfo(type).max, 2**53) if size == 8 else iinfo(type).max
                name = f"{'big' if order == '>' else 'little'}-{kind}{size}"
                arrays[name] = array([[low, 0, 1], [2, 99, high]], dtype=type)
        for size in [2, 4, 8]:
            name = f"{'big' if order == '>' else 'little'}-f{size}"
            arrays[name] = array([[-1.5, 0, 0.25], [1 / 3, 1024, 6e-5]], dtype=f"{order}f{size}")
    arrays["flags"] = array([True, False, True])
    arrays["column-major"] = asfortranarray(arange(24, dtype=float32).reshape(2, 3, 4))
    arrays["many"] = arange(3000, dtype=float).reshape(30, 100)
    written = {name: {"shape": list(a.shape), "numbers": [float(x) for x in a.ravel()]} for name, a in arrays.items()}
    print(json.dumps(written))

    """

  private func compare(
    _ making: String, _ name: String, read: (String, String) throws -> NumberArray
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/\(name)"
      let outcome = try python(Self.head + making, [path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let written = try JSONDecoder().decode(
        [String: Written].self, from: Data(outcome.output.utf8))
      #expect(written.count == 25)
      for (name, expected) in written {
        let array = try read(path, name)
        #expect(array.shape == expected.shape, "\(name)")
        #expect((0..<array.count).map { array[$0] } == expected.numbers, "\(name)")
        #expect(array.isWhole == !(name.contains("-f") || name == "column-major" || name == "many"))
      }
    }
  }

  @Test(arguments: ["", ", chunks=True, compression='gzip', shuffle=True"])
  func `numbers of HDF5 are what was written, in one piece or packed`(_ options: String) throws {
    let making = """
      with h5py.File(sys.argv[1], "w") as file:
          for name, a in arrays.items(): file.create_dataset(name, data=a\(options))
      """
    try compare(making, "arrays.h5") { path, name in try HDF5ArrayFile(path).array(name) }
  }

  @Test(arguments: ["savez", "savez_compressed"])
  func `numbers of an npz are what was written, stored or deflated`(_ function: String) throws {
    try compare("\(function)(sys.argv[1], **arrays)", "arrays.npz") { path, name in
      try NPZFile(path).array(name)
    }
  }

  @Test func `numbers in one piece are mapped and take no memory, others are held`() throws {
    let script = """
      import sys, h5py
      from numpy import *
      with h5py.File(sys.argv[1], "w") as file:
          file["odd"] = zeros(3, uint8)
          file["mapped"] = arange(1000.)
          file["turned"] = arange(1000, dtype=">f8")
          file["whole"] = arange(1000)
          file.create_dataset("packed", data=arange(1000.), compression="gzip")
      """
    try withTemporaryDirectory { folder in
      let path = "\(folder)/arrays.h5"
      let outcome = try python(script, [path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let bytes = ["odd": 0, "mapped": 0, "turned": 8000, "whole": 8000, "packed": 8000]
      for (name, expected) in bytes {
        #expect(try HDF5ArrayFile(path).array(name).heldBytes == expected, "\(name)")
      }
      let mapped = try HDF5ArrayFile(path).array("mapped")
      #expect((0..<1000).allSatisfy { mapped[$0] == Double($0) })
    }
  }

  @Test func `numbers are found behind a block of the user's own`() throws {
    let script = """
      import sys, h5py
      from numpy import *
      with h5py.File(sys.argv[1], "w", userblock_size=512) as file: file["a"] = arange(5.) + 1
      """
    try withTemporaryDirectory { folder in
      let path = "\(folder)/arrays.h5"
      let outcome = try python(script, [path])
      try #require(outcome.status == 0, "\(outcome.errors)")
      let array = try HDF5ArrayFile(path).array("a")
      #expect(array.heldBytes == 0 && array.numbers(0..<5) == [1, 2, 3, 4, 5])
    }
  }

  @Test func `rows are spread over a batch`() {
    let array = NumberArray(
      name: "a", shape: [3, 2], isWhole: false, elements: .singles(.held([1, 2, 3, 4, 5, 6])))
    var numbers = [Double](repeating: 0, count: 9)
    var span = numbers.mutableSpan
    array.copy(from: 2, rows: 2, width: 2, to: &span, at: 1, stride: 5)
    #expect(numbers == [0, 3, 4, 0, 0, 0, 5, 6, 0])
    #expect(array.words(for: 5) == "a[2, 1]")
  }
}
