import Foundation
import HDF5
import LinearAlgebra

/// An HDF5 file with the weights of a recurrent net, named as PyTorch's `state_dict` names them, or its inputs.
///
/// It stands in this room because only the command `spectrum` reads such files: results files are the room Results',
/// and Observables knows no files at all.
struct ModelFile: ~Copyable {
  let path: String
  private let file: File

  /// Opens `path`, which may be in any format of HDF5.
  init(_ path: String) throws(ModelFileError) {
    file = try Self.open(path)
    self.path = path
  }

  private static func open(_ path: String) throws(ModelFileError) -> File {
    var information = stat()
    guard stat(path, &information) == 0 else { throw .missing(path: path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    do {
      return try File(path, .readAnyFormat)
    } catch {
      throw error.reason.contains("signature")
        ? .notHDF5(path: path) : .unreadable(path: path, reason: error.reason)
    }
  }

  /// The net: datasets `weight_ih_l0`, `weight_hh_l0`, optionally `bias_ih_l0` and `bias_hh_l0`, then those of layers
  /// `_l1`, `_l2`, …; at the root, in a group of it, or with a prefix such as `rnn.`.
  ///
  /// - Throws: `ModelFileError` with what is missing, unknown, of a wrong shape or not finite.
  func model() throws(ModelFileError) -> RecurrentModel {
    let names = try datasetNames()
    let prefix = try prefix(among: names)
    let cell = try cell(prefix: prefix)
    guard !names.contains(prefix + "weight_hh_l0_reverse") else { throw .bidirectional(path: path) }
    guard !names.contains(prefix + "weight_hr_l0") else { throw .projected(path: path) }
    var layers: [RecurrentModel.Layer] = []
    while layers.isEmpty || names.contains("\(prefix)weight_hh_l\(layers.count)") {
      layers.append(try layer(layers.count, of: cell, prefix, above: layers.last, among: names))
    }
    return RecurrentModel(cell: cell, layers: layers)
  }

  /// The dataset `inputs`, [trajectories × time × features].
  ///
  /// - Parameter features: How many the net takes.
  func inputs(features: Int, isModel: Bool) throws(ModelFileError) -> ModelInputs {
    guard try reading({ (file) throws(HDF5Error) in try file.hasMember("inputs") }) else {
      throw .missingInputs(path: path, isModel: isModel)
    }
    let shape = try shape("inputs")
    guard shape.count == 3, shape[0] > 0, shape[2] == features else {
      throw .wrongShape(
        "inputs", path: path, found: shape,
        expected: "[trajectories, time, \(features)], as weight_ih_l0 takes \(features) features")
    }
    return ModelInputs(
      trajectories: shape[0], steps: shape[1], features: features, path: path,
      elements: try numbers("inputs", shape))
  }
}

// How names, attributes and numbers are found.
extension ModelFile {
  /// Every member of the root, and of its groups as `group/member`.
  private func datasetNames() throws(ModelFileError) -> [String] {
    try reading { (file) throws(HDF5Error) in
      var names: [String] = []
      for name in try file.memberNames() {
        do {
          let group = try file.group(name)
          names += try group.memberNames().map { "\(name)/\($0)" }
        } catch {
          // Not a group.
          names.append(name)
        }
      }
      return names
    }
  }

  /// What stands before `weight_hh_l0`: nothing, a group (`rnn/`) or the name of a part of a net (`rnn.`).
  private func prefix(among names: [String]) throws(ModelFileError) -> String {
    let prefixes = names.filter { $0.hasSuffix("weight_hh_l0") }
      .map { String($0.dropLast("weight_hh_l0".count)) }
      .filter { $0.isEmpty || $0.hasSuffix(".") || $0.hasSuffix("/") }
    guard let first = prefixes.min(by: { $0.count < $1.count }) else {
      throw .missingWeight("weight_hh_l0", path: path, available: names)
    }
    return first
  }

  private func cell(prefix: String) throws(ModelFileError) -> RecurrentModel.Cell {
    let name = try reading { (file) throws(HDF5Error) -> String? in
      if try file.hasAttribute("cell") {
        return try file.attributeKind("cell") == .text ? try file.textAttribute("cell") : nil
      }
      guard let slash = prefix.lastIndex(of: "/") else { return nil }
      let group = try file.group(String(prefix[..<slash]))
      return try group.hasAttribute("cell") ? try group.textAttribute("cell") : nil
    }
    guard let name else { throw .missingCell(path: path) }
    guard let cell = RecurrentModel.Cell(rawValue: name) else {
      throw .unknownCell(name, path: path)
    }
    return cell
  }

  func shape(_ name: String) throws(ModelFileError) -> [Int] {
    let isReal = try reading { (file) throws(HDF5Error) in try file.dataset(name).kind() == .real }
    guard isReal else { throw .notNumbers(name, path: path) }
    return try reading { (file) throws(HDF5Error) in try file.dataset(name).shape() }
  }

  /// All numbers of a dataset, which must be finite.
  func numbers(_ name: String, _ shape: [Int]) throws(ModelFileError) -> [Double] {
    let numbers = try reading { (file) throws(HDF5Error) in
      try file.dataset(name).read(Double.self)
    }
    guard let place = numbers.firstIndex(where: { !$0.isFinite }) else { return numbers }
    var (rest, element) = (place, [Int]())
    for extent in shape.reversed() {
      element.insert(rest % extent, at: 0)
      rest /= extent
    }
    throw .notFinite(name, path: path, element: element)
  }

  private func reading<Result>(
    _ body: (borrowing File) throws(HDF5Error) -> Result
  ) throws(ModelFileError) -> Result {
    do { return try body(file) } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
  }
}
