@testable import DataSets
import Foundation
import TestSupport
import Testing

/// Files of arrays that cannot be meant, made by NumPy and h5py: each is told by array, index, what was found and what would
/// be right.
@Suite struct BrokenArraysTests {
  /// What is wrong with `path`; nothing where it is read.
  private func mistake(_ path: String) -> String {
    do throws(DataSetError) {
      _ = try SequenceSet(readingFrom: path)
      return "nothing"
    } catch { return error.description }
  }

  private func made(_ script: String, _ body: (String) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      let outcome = try python(script, [folder])
      try #require(outcome.status == 0, "\(outcome.errors)")
      try body(folder)
    }
  }

  private static let shapes = "[sequence, time, feature] or [example, feature]"
  private static let classes = "expected classes 0 … 99999, or -1 where nothing is asked"
  private static let wholeShape =
    "expected classes of shape [4] or [4, 3], as inputs is of shape [4, 3, 2]; "
    + "or targets as real numbers"
  private static let realShape =
    "expected [4, 3, output] or [4, output], as inputs is of shape [4, 3, 2]; "
    + "or classes as whole numbers"

  /// Arrays that no file can have, in Python as they follow on the good ones x, y (a class a sequence) and s (a class a
  /// step).
  private static let arrays: [(name: String, arrays: String, words: String)] = [
    ("nothing", "", "found no arrays, expected inputs of shape \(shapes)"),
    (
      "only-targets", "targets=y",
      "found targets, but no inputs, expected inputs of shape \(shapes)"
    ),
    (
      "labels", "inputs=x, labels=y",
      "found inputs, labels, but no targets, expected targets for the 4 of inputs"
    ),
    (
      "flat", "inputs=x[:, 0, 0], targets=y",
      "found inputs of shape [4], expected \(shapes), at least 1 of each"
    ),
    (
      "deep", "inputs=x[:, :, :, None], targets=y",
      "found inputs of shape [4, 3, 2, 1], expected \(shapes), at least 1 of each"
    ),
    (
      "none", "inputs=x[:0], targets=y[:0]",
      "found inputs of shape [0, 3, 2], expected \(shapes), at least 1 of each"
    ),
    (
      "fewer-classes", "inputs=x, targets=y[:3]",
      "found targets, whole numbers, of shape [3], \(wholeShape)"
    ),
    (
      "whole-outputs", "inputs=x, targets=zeros((4, 5), int)",
      "found targets, whole numbers, of shape [4, 5], \(wholeShape)"
    ),
    (
      "fewer-numbers", "inputs=x, targets=zeros((3, 2))",
      "found targets, real numbers, of shape [3, 2], \(realShape)"
    ),
    (
      "flat-numbers", "inputs=x, targets=zeros(4)",
      "found targets, real numbers, of shape [4], \(realShape)"
    ),
    (
      "fewer-steps", "inputs=x, targets=zeros((4, 2, 1))",
      "found targets, real numbers, of shape [4, 2, 1], \(realShape)"
    ),
    (
      "no-number", "inputs=put(x, (3, 1, 0), nan), targets=y",
      "found inputs[3, 1, 0] = nan, expected finite numbers"
    ),
    (
      "infinite", "inputs=put(zeros((4, 2)), (2, 1), -inf), targets=y",
      "found inputs[2, 1] = -inf, expected finite numbers"
    ),
    (
      "no-target", "inputs=x, targets=put(zeros((4, 2)), (1, 1), nan)",
      "found targets[1, 1] = nan, expected finite numbers"
    ),
    ("below", "inputs=x, targets=put(y, 1, -2)", "found targets[1] = -2, \(classes)"),
    ("beyond", "inputs=x, targets=put(y, 3, 100000)", "found targets[3] = 100000, \(classes)"),
    ("step-below", "inputs=x, targets=put(s, (2, 1), -3)", "found targets[2, 1] = -3, \(classes)"),
    (
      "mask-shape", "inputs=x, targets=s, mask=zeros((4, 2))",
      "found mask, real numbers, of shape [4, 2], expected shape [4, 3], as inputs is of shape [4, 3, 2]"
    ),
    (
      "mask-of-steps", "inputs=x, targets=y, mask=zeros((4, 3)) + 1",
      "found a mask of steps, and targets of shape [4], "
        + "expected a target at each step where there is a mask"
    ),
    (
      "mask-negative", "inputs=x, targets=s, mask=put(zeros((4, 3)) + 1, (1, 2), -0.5)",
      "found mask[1, 2] = -0.5, expected weights from 0 to a million"
    ),
    (
      "mask-no-number", "inputs=x, targets=s, mask=put(zeros((4, 3)), (0, 1), nan)",
      "found mask[0, 1] = nan, expected weights from 0 to a million"
    ),
    (
      "mask-zero", "inputs=x, targets=s, mask=zeros((4, 3), bool)",
      "found no step that counts, expected at least one that mask and targets let count"
    ),
    (
      "no-class", "inputs=x, targets=y * 0 - 1",
      "found no step that counts, expected at least one that mask and targets let count"
    ),
    (
      "length-zero", "inputs=x, targets=y, length=array([1, 0, 3, 3])",
      "found length[1] = 0, expected 1 … 3, the steps that inputs has"
    ),
    (
      "length-beyond", "inputs=x, targets=y, length=array([1, 2, 3, 4])",
      "found length[3] = 4, expected 1 … 3, the steps that inputs has"
    ),
    (
      "length-real", "inputs=x, targets=y, length=zeros(4)",
      "found length, real numbers, of shape [4], expected whole numbers of shape [4], "
        + "as inputs is of shape [4, 3, 2]"
    ),
    (
      "length-shape", "inputs=x, targets=y, length=array([1, 2])",
      "found length, whole numbers, of shape [2], expected whole numbers of shape [4], "
        + "as inputs is of shape [4, 3, 2]"
    ),
    (
      "split-two", "inputs=x, targets=y, split=array([0, 1, 2, 0])",
      "found split[2] = 2, expected 0 … 1, 0 for training, 1 for validation"
    ),
    (
      "split-one", "inputs=x, targets=y, split=y * 0",
      "found split of 0 alone, expected 0 for training and 1 for validation, some of both; or no split"
    ),
  ]

  @Test(arguments: ["h5", "npz"])
  func `arrays that cannot be meant are told by name and index`(_ format: String) throws {
    let head = """
      import sys
      from numpy import *
      import h5py
      def put(numbers, place, number):
          changed = numbers.copy()
          changed[place] = number
          return changed
      def h5(path, **arrays):
          with h5py.File(path, "w") as file:
              for name, numbers in arrays.items(): file[name] = numbers
      npz = savez
      x = zeros((4, 3, 2), float32)
      y = array([0, 1, 2, 1])
      s = zeros((4, 3), int)

      """
    let lines = Self.arrays.map { name, arrays, _ in
      let path = "sys.argv[1] + '/\(name).\(format)'"
      return arrays.isEmpty ? "\(format)(\(path))" : "\(format)(\(path), \(arrays))"
    }
    try made(head + lines.joined(separator: "\n")) { folder in
      for (name, _, words) in Self.arrays {
        let path = "\(folder)/\(name).\(format)"
        #expect(mistake(path) == "\(path): \(words)")
      }
    }
  }

  private static let numbers = "expected whole or real numbers"
  private static let whole = "expected a file that is whole"

  @Test func `an HDF5 file whose arrays are no numbers, or lie elsewhere, is refused`() throws {
    let script = """
      import sys, h5py
      from numpy import *
      def make(name, numbers):
          with h5py.File(f"{sys.argv[1]}/{name}.h5", "w") as file: file["inputs"] = numbers
      make("texts", array([b"a", b"bc"]))
      make("complex", zeros((4, 2), complex))
      make("compound", zeros(4, [("a", "f4"), ("b", "i4")]))
      make("link", h5py.ExternalLink("texts.h5", "inputs"))
      with h5py.File(f"{sys.argv[1]}/ragged.h5", "w") as file:
          file.create_dataset("inputs", (3,), h5py.vlen_dtype(float32))
      with h5py.File(f"{sys.argv[1]}/group.h5", "w") as file: file.create_group("inputs")
      make("whole", zeros((400, 20)))
      data = open(f"{sys.argv[1]}/whole.h5", "rb").read()
      open(f"{sys.argv[1]}/cut.h5", "wb").write(data[:len(data) // 2])
      """
    try made(script) { folder in
      func path(_ name: String) -> String { "\(folder)/\(name).h5" }
      #expect(mistake(path("texts")) == "\(path("texts")): found inputs of texts, \(Self.numbers)")
      for name in ["complex", "compound", "ragged"] {
        #expect(
          mistake(path(name))
            == "\(path(name)): found inputs of compounds or references, \(Self.numbers)")
      }
      #expect(
        mistake(path("link")).hasSuffix(
          "its data lie elsewhere, and no link is followed there (H5Lget_info)"))
      for name in ["group", "cut"] {
        #expect(mistake(path(name)).hasPrefix("cannot read \(path(name)): "))
      }
    }
  }

  @Test func `an npz whose arrays are no numbers, or that is broken, is refused`() throws {
    let script = """
      import sys, io, zipfile
      from numpy import *
      def make(name, numbers): savez(f"{sys.argv[1]}/{name}.npz", inputs=numbers)
      def pack(name, content, method=zipfile.ZIP_STORED):
          with zipfile.ZipFile(f"{sys.argv[1]}/{name}.npz", "w", method) as file:
              file.writestr("inputs.npy", content)
      make("texts", array(["a", "bc"]))
      make("objects", array([[1, 2], [3]], dtype=object))
      make("complex", zeros((4, 2), complex))
      make("compound", zeros(4, [("a", "<f4"), ("b", "<i4")]))
      pack("words", b"no array at all, but words")
      plain = io.BytesIO()
      save(plain, zeros((4, 3), float32))
      pack("bzip2", plain.getvalue(), zipfile.ZIP_BZIP2)
      pack("short", plain.getvalue()[:-38])
      make("whole", arange(4000))
      data = bytearray(open(f"{sys.argv[1]}/whole.npz", "rb").read())
      open(f"{sys.argv[1]}/cut.npz", "wb").write(data[:len(data) // 2])
      data[5000] ^= 1
      open(f"{sys.argv[1]}/flipped.npz", "wb").write(data)
      """
    try made(script) { folder in
      let types = "\(Self.numbers) of at most 64 bits"
      let expected = [
        "texts": "inputs of type <U2, \(types)",
        "objects": "inputs of type |O, \(types)",
        "complex": "inputs of type <c16, \(types)",
        "compound": "inputs of type [(a,<f4),(b,<i4)], \(types)",
        "words":
          "inputs that does not begin as an array, expected an array as numpy.save writes it",
        "bzip2": "inputs.npy packed by method 12, expected stored or deflated members, "
          + "as numpy.savez and savez_compressed write them",
        "short": "10 bytes of inputs, expected as many as [4, 3] numbers of 4 bytes take",
        "cut": "no directory of its members, \(Self.whole)",
        "flipped": "inputs.npy with another checksum than its own, \(Self.whole)",
      ]
      for (name, words) in expected {
        let path = "\(folder)/\(name).npz"
        #expect(mistake(path) == "\(path): found \(words)")
      }
    }
  }

  @Test func `what is no file of arrays is told so`() throws {
    let folder = try DataFolder()
    let expected = "expected an HDF5 file or an .npz file of the arrays inputs and targets"
    let text = try folder.write(Array("inputs,targets\n0,1\n".utf8), as: "table.csv")
    #expect(mistake(text) == "\(text): found a file in another format, \(expected)")
    let empty = try folder.write([], as: "empty.h5")
    #expect(mistake(empty) == "\(empty): found an empty file, \(expected)")
    let array = try folder.write([0x93] + Array("NUMPY".utf8), as: "array.npy")
    #expect(
      mistake(array)
        == "\(array): found a single array (.npy), \(expected), "
        + "as numpy.savez(path, inputs=…, targets=…) makes one")
    let none = "\(folder.path)/none.h5"
    #expect(mistake(none) == "cannot read \(none): No such file or directory")
    #expect(mistake(folder.path) == "cannot read \(folder.path): it is not a regular file")
  }
}
