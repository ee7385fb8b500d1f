import LinearAlgebra

/// A net of one or more recurrent layers that Keras has saved, as PyTorch's weights.
struct KerasNet {
  let file: ModelFile
  /// From the input upwards.
  let layers: [KerasLayer]
  /// What a user asks for: a kind of cell, where the file leaves it open.
  let asked: RecurrentModel.Cell?

  /// - Parameter net: The layer's name or place; several, the one that reads the input first, joined by `+`. Nil where
  ///   there is only one.
  /// - Throws: `ModelFileError` where there is no such layer, there are several, or it reads in both directions.
  init(
    _ file: ModelFile, among all: [KerasLayer], net: String?, cell: RecurrentModel.Cell?
  ) throws(ModelFileError) {
    self.file = file
    asked = cell
    layers = try Self.chosen(net, among: all, path: file.path)
    guard layers.allSatisfy({ !$0.isHalf(among: all) }) else {
      throw .bidirectional(path: file.path)
    }
  }

  private static func chosen(
    _ net: String?, among all: [KerasLayer], path: String
  ) throws(ModelFileError) -> [KerasLayer] {
    guard let net else {
      let isPair = all.count == 2 && all.allSatisfy { $0.isHalf(among: all) }
      guard all.count == 1 || isPair else {
        throw .severalLayers(path: path, available: all.map(\.name))
      }
      return all
    }
    var chosen: [KerasLayer] = []
    for name in net.split(separator: "+").map(String.init) {
      guard
        let layer = all.first(where: { $0.name == name || [name, name + "/"].contains($0.place) })
      else { throw .noNet(name, path: path, available: all.map(\.name)) }
      chosen.append(layer)
    }
    guard !chosen.isEmpty else { throw .noNet(net, path: path, available: all.map(\.name)) }
    return chosen
  }

  func model() throws(ModelFileError) -> RecurrentModel {
    let configuration = try file.configuration()
    var cells: [RecurrentModel.Cell] = []
    var made: [RecurrentModel.Layer] = []
    for layer in layers {
      let settings = KerasSettings(configuration, of: layer.name)
      let shape = try file.shape(layer.recurrentKernel)
      let cell = try self.cell(layer, settings, shape)
      cells.append(cell)
      made.append(try weights(of: layer, cell, shape, above: made.last))
    }
    guard let cell = cells.first, cells.allSatisfy({ $0 == cell }) else {
      throw .mixedCells(path: file.path, found: cells.map(\.rawValue))
    }
    let own = Set(layers.flatMap(\.arrays))
    let names = layers.map(\.name).joined(separator: "+")
    return RecurrentModel(
      cell: cell, layers: made, prefix: names, origin: names,
      unused: file.names.filter { !own.contains($0) && $0 != "inputs" })
  }

  /// The kind of cell of a layer: the number of its gates tells it, but for what a plain cell's activation is.
  private func cell(
    _ layer: KerasLayer, _ settings: KerasSettings, _ shape: [Int]
  ) throws(ModelFileError) -> RecurrentModel.Cell {
    let gates = shape.count == 2 && shape[0] > 0 ? shape[1] / shape[0] : 0
    guard shape.count == 2, shape[0] > 0, [1, 3, 4].contains(gates), shape[1] % shape[0] == 0,
      asked.map({ $0.gates == gates }) ?? true
    else {
      throw .wrongShape(
        layer.recurrentKernel, path: file.path, found: shape,
        expected: asked.map {
          "[units, \($0.gates == 1 ? "" : "\($0.gates) ")units], as --cell says"
        }
          ?? "[units, units], or as many columns for each of 3 or 4 gates")
    }
    let activation = settings.activation("activation")
    try refuse(layer, settings, isPlain: gates == 1)
    switch gates {
    case 1: return asked ?? (activation == "relu" ? .rectified : .tanh)
    case 3: return .gru
    default: return .lstm
    }
  }

  /// Refuses what would be another cell than PyTorch's.
  private func refuse(
    _ layer: KerasLayer, _ settings: KerasSettings, isPlain: Bool
  ) throws(ModelFileError) {
    let allowed = [
      "activation": isPlain ? ["tanh", "relu"] : ["tanh"], "recurrent_activation": ["sigmoid"],
    ]
    for (key, names) in allowed.sorted(by: { $0.key < $1.key }) {
      guard let found = settings.activation(key), !names.contains(found) else { continue }
      throw .otherCell(
        layer.name, path: file.path, reason: "\(key)=\"\(found)\"",
        expected: names.map { "\"\($0)\"" }.joined(separator: " or "))
    }
    if settings.flag("reset_after") == false { throw resetBefore(layer) }
    if settings.flag("go_backwards") == true {
      throw .otherCell(
        layer.name, path: file.path, reason: "go_backwards=True", expected: "False")
    }
  }

  func resetBefore(_ layer: KerasLayer) -> ModelFileError {
    .otherCell(
      layer.name, path: file.path, reason: "reset_after=False",
      expected: "True, as in PyTorch's GRU")
  }
}
