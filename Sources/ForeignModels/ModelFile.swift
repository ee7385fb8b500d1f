import DataSets
import Foundation

/// A file with the weights of a recurrent net, named as PyTorch's `state_dict` names them, or its inputs: HDF5,
/// safetensors, .npz or .npy; also the weights of a net that Keras has saved.
package struct ModelFile {
  /// The path by which it was opened.
  package let path: String
  let arrays: any NamedArrays

  /// The names of all arrays, those of groups as `group/member`.
  package var names: [String] { arrays.names }

  /// What a file is expected to hold; the raw values are the words of messages.
  package enum Role: String {
    case weights = "a recurrent net's weights, named as by PyTorch,"
    case inputs = "the dataset \"inputs\" of shape [trajectories, time, features]"
  }

  /// Opens `path`, whose format its first bytes tell.
  ///
  /// - Throws: `ModelFileError.missing` where there is no such file, `.otherFormat` where it is in another format,
  ///   `.broken` or `.unreadable` where it is no regular file or cannot be read.
  package init(_ path: String, _ role: Role = .weights) throws(ModelFileError) {
    var information = stat()
    guard stat(path, &information) == 0 else { throw .missing(path: path) }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    arrays = try Self.arrays(in: path, role)
    self.path = path
  }

  private static func arrays(
    in path: String, _ role: Role
  ) throws(ModelFileError) -> any NamedArrays {
    switch FileFormat(of: path) {
    case .other: return try HDF5Arrays(path, expected: role.rawValue)
    case .safetensors:
      return try checked { () throws(DataSetError) in try PythonArrays(safetensors: path) }
    case .npy where role == .inputs:
      return try checked { () throws(DataSetError) in try PythonArrays(npy: path, name: "inputs") }
    case .npy: throw .singleArray(path: path)
    case .zip:
      let keras = "model.weights.h5"
      if let weights = try part(keras, of: path) {
        return try HDF5Arrays(image: weights, named: keras, in: path)
      }
      let arrays = try checked { () throws(DataSetError) in try PythonArrays(npz: path) }
      guard !arrays.names.isEmpty else { throw .zipWithoutArrays(path: path) }
      return arrays
    }
  }

  /// The bytes of a file in a zip file; nil where there is none.
  private static func part(
    _ name: String, of path: String
  ) throws(ModelFileError) -> [UInt8]? {
    try checked { () throws(DataSetError) in try ZippedFiles(path).contents(of: name) }
  }

  /// What Keras says about the net's layers, in JSON: a file beside the weights in a .keras file, an attribute in its
  /// legacy format; nil where there is neither.
  func configuration() throws(ModelFileError) -> String? {
    guard FileFormat(of: path) == .zip else { return try arrays.text("model_config", of: nil) }
    return try Self.part("config.json", of: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private static func checked<Result>(
    _ body: () throws(DataSetError) -> Result
  ) throws(ModelFileError) -> Result {
    do throws(DataSetError) { return try body() } catch { throw .broken(error) }
  }

  /// The net of the arrays `weight_ih_l0`, `weight_hh_l0`, optionally `bias_ih_l0` and `bias_hh_l0`, and those of
  /// layers `_l1`, `_l2`, …; they lie at the root, in a group, or have a prefix such as `rnn.`. A single cell's have no
  /// `_l0`.
  ///
  /// - Parameters:
  ///   - net: The prefix or group of these names; needed where there are several nets.
  ///   - cell: The kind of cell; needed where the file does not say it, else it goes before what the file says.
  /// - Throws: `ModelFileError` that names what is missing, unknown, not understood, of a wrong shape or not finite.
  package func model(
    net: String? = nil, cell: RecurrentModel.Cell? = nil
  ) throws(ModelFileError) -> RecurrentModel {
    let kerasLayers = try KerasLayer.all(in: arrays)
    guard kerasLayers.isEmpty else {
      return try KerasNet(self, among: kerasLayers, net: net, cell: cell).model()
    }
    let saved = try SavedWeights(names, net: net, path: path)
    let cell = if let cell { cell } else { try savedCell(prefix: saved.prefix) }
    var layers: [RecurrentModel.Layer] = []
    for number in 0..<saved.layerCount {
      layers.append(try layer(number, of: cell, saved, above: layers.last))
    }
    let origin = "\(saved.prefix)\(saved.name("weight_hh", of: 0)) and so on"
    return RecurrentModel(
      cell: cell, layers: layers, prefix: saved.prefix,
      origin: saved.prefix.isEmpty ? "" : origin, unused: saved.unused)
  }

  /// The array `inputs`, [trajectories × time × features].
  ///
  /// - Parameters:
  ///   - features: How many features the net takes.
  ///   - isModel: Whether this file holds the net too, which the message about missing inputs says.
  /// - Throws: `ModelFileError.missingInputs`, `.notNumbers`, `.wrongShape`, `.notFinite`, or `.unreadable` or
  ///   `.broken` where the file is damaged.
  package func inputs(features: Int, isModel: Bool) throws(ModelFileError) -> ModelInputs {
    guard names.contains("inputs") else {
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

// Reading of texts, shapes and numbers.
extension ModelFile {
  private func savedCell(prefix: String) throws(ModelFileError) -> RecurrentModel.Cell {
    // The text of the net's group comes first, as the nets of one file may have different cells.
    var name: String?
    if let slash = prefix.lastIndex(of: "/") {
      name = try arrays.text("cell", of: String(prefix[..<slash]))
    }
    if name == nil { name = try arrays.text("cell", of: nil) }
    guard let name else { throw .missingCell(path: path) }
    guard let cell = RecurrentModel.Cell(rawValue: name) else {
      throw .unknownCell(name, path: path)
    }
    return cell
  }

  /// The extent of an array of numbers along each dimension.
  ///
  /// - Throws: `ModelFileError.notNumbers` where it holds something else, `.unreadable` or `.broken` where it cannot be
  ///   read.
  func shape(_ name: String) throws(ModelFileError) -> [Int] { try arrays.shape(name) }

  /// All numbers of an array of this shape, row-major.
  ///
  /// - Throws: `ModelFileError.notFinite` for the first that is NaN or infinite, `.unreadable` or `.broken` where it
  ///   cannot be read.
  func numbers(_ name: String, _ shape: [Int]) throws(ModelFileError) -> [Double] {
    let numbers = try arrays.numbers(name)
    guard let place = numbers.firstIndex(where: { !$0.isFinite }) else { return numbers }
    var (rest, element) = (place, [Int]())
    for extent in shape.reversed() {
      element.insert(rest % extent, at: 0)
      rest /= extent
    }
    throw .notFinite(name, path: path, element: element)
  }
}
