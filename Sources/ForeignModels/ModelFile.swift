import Foundation
import HDF5
import LinearAlgebra

/// An HDF5 file with the weights of a recurrent net, named as PyTorch's `state_dict` names them, or its inputs.
package struct ModelFile: ~Copyable {
  /// The path by which it was opened.
  package let path: String
  private let file: File

  /// The names of all datasets, those of groups as `group/member`.
  package let names: [String]

  /// What a file is expected to hold; the raw values are the words of messages.
  package enum Role: String {
    case weights = "a recurrent net's weights, named as by PyTorch,"
    case inputs = "the dataset \"inputs\" of shape [trajectories, time, features]"
  }

  /// Opens `path`, which may be in any format of HDF5.
  ///
  /// - Throws: `ModelFileError.missing` where there is no such file, `.notHDF5` where it is in another format,
  ///   `.unreadable` where it is no regular file or cannot be read.
  package init(_ path: String, _ role: Role = .weights) throws(ModelFileError) {
    let file = try Self.open(path, role)
    let names: [String]
    do { names = try file.datasetNames() } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    self.file = file
    self.path = path
    self.names = names
  }

  private static func open(_ path: String, _ role: Role) throws(ModelFileError) -> File {
    var information = stat()
    guard stat(path, &information) == 0 else { throw .missing(path: path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    do {
      return try File(path, .readAnyFormat)
    } catch {
      throw error.reason.contains("signature")
        ? .notHDF5(path: path, expected: role.rawValue)
        : .unreadable(path: path, reason: error.reason)
    }
  }

  /// The net of the datasets `weight_ih_l0`, `weight_hh_l0`, optionally `bias_ih_l0` and `bias_hh_l0`, and those of
  /// layers `_l1`, `_l2`, …; they lie at the root, in a group, or have a prefix such as `rnn.`.
  ///
  /// - Parameter net: The prefix or group of these names; needed where there are several nets.
  /// - Throws: `ModelFileError` that names what is missing, unknown, not understood, of a wrong shape or not finite.
  package func model(net: String? = nil) throws(ModelFileError) -> RecurrentModel {
    let saved = try SavedWeights(names, net: net, path: path)
    let cell = try cell(prefix: saved.prefix)
    var layers: [RecurrentModel.Layer] = []
    for number in 0..<saved.layerCount {
      layers.append(try layer(number, of: cell, saved, above: layers.last))
    }
    return RecurrentModel(
      cell: cell, layers: layers, prefix: saved.prefix, unused: saved.unused)
  }

  /// The dataset `inputs`, [trajectories × time × features].
  ///
  /// - Parameters:
  ///   - features: How many features the net takes.
  ///   - isModel: Whether this file holds the net too, which the message about missing inputs says.
  /// - Throws: `ModelFileError.missingInputs`, `.notNumbers`, `.wrongShape`, `.notFinite`, or `.unreadable` where the
  ///   file is damaged.
  package func inputs(features: Int, isModel: Bool) throws(ModelFileError) -> ModelInputs {
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

// Reading of attributes, shapes and numbers.
extension ModelFile {
  private func cell(prefix: String) throws(ModelFileError) -> RecurrentModel.Cell {
    let name = try reading { (file) throws(HDF5Error) -> String? in
      // The attribute of the net's group comes first, as the nets of one file may have different cells.
      if let slash = prefix.lastIndex(of: "/") {
        let group = try file.group(String(prefix[..<slash]))
        if try group.hasAttribute("cell") { return try group.textAttribute("cell") }
      }
      guard try file.hasAttribute("cell"), try file.attributeKind("cell") == .text else {
        return nil
      }
      return try file.textAttribute("cell")
    }
    guard let name else { throw .missingCell(path: path) }
    guard let cell = RecurrentModel.Cell(rawValue: name) else {
      throw .unknownCell(name, path: path)
    }
    return cell
  }

  /// The extent of a dataset of numbers along each dimension.
  ///
  /// - Throws: `ModelFileError.notNumbers` where it holds something else, `.unreadable` where it cannot be read.
  package func shape(_ name: String) throws(ModelFileError) -> [Int] {
    let kind = try reading { (file) throws(HDF5Error) in try file.dataset(name).kind() }
    guard kind == .real || kind == .integer else { throw .notNumbers(name, path: path) }
    return try reading { (file) throws(HDF5Error) in try file.dataset(name).shape() }
  }

  /// All numbers of a dataset of this shape, row-major.
  ///
  /// - Throws: `ModelFileError.notFinite` for the first that is NaN or infinite, `.unreadable` where it cannot be read.
  package func numbers(_ name: String, _ shape: [Int]) throws(ModelFileError) -> [Double] {
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

extension Container where Self: ~Copyable {
  /// The names of all datasets in it, those of groups as `group/member`, eight groups deep.
  fileprivate func datasetNames(depth: Int = 0) throws(HDF5Error) -> [String] {
    var names: [String] = []
    // Groups may hold each other, so that there could be names without end.
    for name in try memberNames() where names.count < 100_000 {
      do {
        let group = try group(name)
        if depth < 8 { names += try group.datasetNames(depth: depth + 1).map { "\(name)/\($0)" } }
      } catch {
        // What cannot be opened as a group counts as a dataset.
        names.append(name)
      }
    }
    return names
  }
}
