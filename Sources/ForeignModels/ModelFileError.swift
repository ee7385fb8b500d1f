package import DataSets
import Schema

/// A fault of a file with a recurrent net or inputs that another program saved.
package enum ModelFileError: Error, Equatable {
  case missing(path: String)
  /// A file in another format; `expected` says in words what it should hold.
  case otherFormat(path: String, expected: String)
  /// A damaged file of one of Python's formats.
  case broken(DataSetError)
  /// A .npy file as a net.
  case singleArray(path: String)
  case zipWithoutArrays(path: String)
  case unreadable(path: String, reason: String)
  case missingCell(path: String)
  case unknownCell(String, path: String)
  case bidirectional(path: String)
  case projected(path: String)
  case missingWeight(String, path: String, available: [String])
  /// An array of one layer is missing, though others of that layer or of layers above it are there.
  case missingLayer(String, layers: Int, path: String)
  case severalNets(path: String, available: [String])
  case severalLayers(path: String, available: [String])
  case noNet(String, path: String, available: [String])
  /// Layers of a stack have different cells.
  case mixedCells(path: String, found: [String])
  /// A layer of Keras is of a cell that PyTorch does not have.
  case otherCell(String, path: String, reason: String, expected: String)
  case unknownReset(String, path: String)
  /// The net has datasets that PyTorch's nets do not have.
  case notUnderstood([String], path: String)
  case wrongShape(String, path: String, found: [Int], expected: String)
  case notNumbers(String, path: String)
  case notFinite(String, path: String, element: [Int])
  case missingInputs(path: String, isModel: Bool)
  case tooFewSteps(path: String, found: Int, warmup: Int)
  case tooManySteps(path: String, found: Int, warmup: Int, steps: Int)
}

extension ModelFileError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing(let path): "\(path): no such file"
    case .otherFormat(let path, let expected):
      "\(path): not a file of HDF5, safetensors, .npz or .npy; "
        + "\(expected) \(expected.hasPrefix("a ") ? "were" : "was") expected"
    case .broken(let error): "\(error)"
    case .singleArray(let path):
      "\(path): a single array (.npy); expected a net's weights by name, as numpy.savez(path, "
        + "weight_ih_l0=…, weight_hh_l0=…) writes them"
    case .zipWithoutArrays(let path):
      "\(path): a zip file without arrays, as torch.save writes one; save the net by "
        + "safetensors.torch.save_file(net.state_dict(), path) or numpy.savez(path, **weights)"
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .missingCell(let path):
      "\(path): nothing says which cell it is; expected --cell \(oneOf(RecurrentModel.cellNames)), or the text "
        + "attribute \"cell\" on the file"
    case .unknownCell(let name, let path):
      "\(path): the attribute \"cell\" is \"\(name.clipped)\"; "
        + "expected \(oneOf(RecurrentModel.cellNames))\(Self.suggestion(for: name))"
    case .bidirectional(let path):
      "\(path): the net reads its inputs in both directions, and so has no dynamics of one state; "
        + "expected a net of one direction"
    case .projected(let path):
      "\(path): the net projects its states (weight_hr_l0); expected a net without a projection, "
        + "whose states are as many as its units"
    case .missingWeight(let name, let path, let available):
      "\(path): no dataset \"\(name)\"; "
        + (available.isEmpty ? "the file is empty" : "it has \(Self.abridged(available))")
        + "; weights are named as in PyTorch's state_dict (dynsweep help spectrum)"
    case .missingLayer(let name, let layers, let path):
      "\(path): no dataset \"\(name)\", though there are others of layers 0 to \(layers - 1)"
    case .severalNets(let path, let available):
      "\(path): it holds \(available.count) nets, \(listed(available.map { "\"\($0)\"" })); "
        + "choose one by --net PREFIX"
    case .severalLayers(let path, let available):
      "\(path): it holds \(available.count) recurrent layers, \(listed(available.map { "\"\($0)\"" })); choose "
        + "one by --net NAME, or several that read one another, the first first, by --net NAME+NAME"
    case .mixedCells(let path, let found):
      "\(path): the layers have different cells, \(listed(found)); expected a stack of one kind"
    case .otherCell(let layer, let path, let reason, let expected):
      "\(path): the layer \"\(layer.clipped)\" has \(reason), which is another cell; expected \(expected)"
    case .unknownReset(let layer, let path):
      "\(path): the GRU \"\(layer.clipped)\" has no bias, so that nothing tells whether reset_after is True, as in "
        + "PyTorch's; where it is, say --cell gru"
    case .noNet(let net, let path, let available):
      "\(path): no net \"\(net.clipped)\"; "
        + (available.isEmpty
          ? "there is none" : "there are \(listed(available.map { "\"\($0)\"" }))")
        + (nearestName(to: net, among: available).map { "; did you mean \"\($0)\"?" } ?? "")
    case .notUnderstood(let names, let path):
      "\(path): \(Self.abridged(names)) \(names.count == 1 ? "is" : "are") of the net, but not of any that "
        + "PyTorch's RNN, LSTM and GRU are; without \(names.count == 1 ? "it" : "them") the spectrum would be "
        + "another net's. Leave out of the file what is no part of the net; of parametrised weights save what "
        + "torch.nn.utils.parametrize.remove_parametrizations leaves"
    case .wrongShape(let name, let path, let found, let expected):
      "\(path): \(name) is of shape \(found); expected \(expected)"
    case .notNumbers(let name, let path):
      "\(path): \(name) does not hold numbers; expected float32, float64 or whole numbers"
    case .notFinite(let name, let path, let element):
      "\(path): \(name) holds a number that is not finite, first at \(element)"
    case .missingInputs(let path, let isModel):
      "\(path): no dataset \"inputs\" of shape [trajectories, time, features]"
        + (isModel ? "; add it, or name a file that has it by --inputs X.h5" : "")
    case .tooFewSteps(let path, let found, let warmup):
      "\(path): inputs has \(found) time steps, and the warm-up alone takes \(warmup); "
        + "expected more, or a shorter --warmup"
    case .tooManySteps(let path, let found, let warmup, let steps):
      "\(path): inputs has \(found) time steps, not the \(warmup) + \(steps) of --warmup and --steps"
    }
  }

  private static func suggestion(for name: String) -> String {
    nearestName(to: name, among: RecurrentModel.cellNames).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  private static func abridged(_ names: [String]) -> String {
    names.count <= 8
      ? listed(names) : names.prefix(8).joined(separator: ", ") + " and \(names.count - 8) more"
  }
}
