import LinearAlgebra

// One layer's weights and biases.
extension ModelFile {
  /// Reads one layer.
  ///
  /// - Parameters:
  ///   - number: The layer's number, from 0 at the input.
  ///   - below: The layer that this one reads; nil for the first.
  /// - Throws: `ModelFileError` where a weight is missing, of a wrong shape or not finite.
  func layer(
    _ number: Int, of cell: RecurrentModel.Cell, _ saved: SavedWeights,
    above below: RecurrentModel.Layer?
  ) throws(ModelFileError) -> RecurrentModel.Layer {
    let recurrent = try recurrentWeights(saved, saved.name("weight_hh", of: number), cell)
    let units = recurrent.columns
    let input = try inputWeights(
      saved, saved.name("weight_ih", of: number), cell, units, below: below)
    func bias(_ kind: String) throws(ModelFileError) -> [Double] {
      let name = saved.name(kind, of: number)
      // PyTorch's nets have all biases or none.
      guard saved.contains(name) else {
        guard !saved.contains(saved.name(kind, of: 0)) else {
          throw .missingLayer(saved.prefix + name, layers: saved.layerCount, path: path)
        }
        return [Double](repeating: 0, count: cell.gates * units)
      }
      return try self.bias(saved.prefix + name, cell, units)
    }
    return RecurrentModel.Layer(
      inputWeights: input, recurrentWeights: recurrent, inputBias: try bias("bias_ih"),
      recurrentBias: try bias("bias_hh"))
  }

  private func recurrentWeights(
    _ saved: SavedWeights, _ weight: String, _ cell: RecurrentModel.Cell
  ) throws(ModelFileError) -> Matrix<Double> {
    let (name, shape, elements) = try weights(saved, weight)
    let gates = cell.gates
    // A product could overflow, as a file may claim any shape; a division cannot.
    guard shape.count == 2, shape[0] > 0, shape[0] % gates == 0, shape[0] / gates == shape[1] else {
      throw .wrongShape(
        name, path: path, found: shape,
        expected: gates == 1 ? "[units, units]" : "[\(gates) units, units], as of \(gates) gates")
    }
    return Matrix(rows: shape[0], columns: shape[1], elements: elements)
  }

  private func inputWeights(
    _ saved: SavedWeights, _ weight: String, _ cell: RecurrentModel.Cell, _ units: Int,
    below: RecurrentModel.Layer?
  ) throws(ModelFileError) -> Matrix<Double> {
    let (name, shape, elements) = try weights(saved, weight)
    let inputs = below?.units ?? (shape.count == 2 ? shape[1] : 0)
    guard shape == [cell.gates * units, inputs] else {
      let expected = below.map { String($0.units) } ?? "features"
      throw .wrongShape(
        name, path: path, found: shape,
        expected: "[\(cell.gates * units), \(expected)]" + Self.note(cell, units))
    }
    return Matrix(rows: shape[0], columns: inputs, elements: elements)
  }

  /// A weight's numbers. Those of a normalised weight are g·v/‖v‖ row by row (Salimans & Kingma 2016, arXiv:1602.07868,
  /// equation 2).
  private func weights(
    _ saved: SavedWeights, _ weight: String
  ) throws(ModelFileError) -> (name: String, shape: [Int], elements: [Double]) {
    switch saved.source(weight) {
    case nil: throw .missingWeight(saved.prefix + weight, path: path, available: names)
    case .plain(let name):
      let shape = try shape(name)
      return (name, shape, try numbers(name, shape))
    case .normalized(let lengths, let directions):
      let (shape, rows) = (try shape(directions), try self.shape(lengths))
      guard shape.count == 2, rows == [shape[0], 1] else {
        throw .wrongShape(
          lengths, path: path, found: rows, expected: "[rows, 1], of weight normalisation by rows")
      }
      let lengthOfRow = try numbers(lengths, rows)
      var elements = try numbers(directions, shape)
      for row in 0..<shape[0] {
        let range = row * shape[1]..<(row + 1) * shape[1]
        // The squares of what is divided by the largest neither overflow nor vanish.
        let largest = elements[range].reduce(0) { max($0, abs($1)) }
        guard largest > 0 else { continue }
        for index in range { elements[index] /= largest }
        let norm = elements[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
        for index in range { elements[index] *= lengthOfRow[row] / norm }
      }
      return (directions, shape, elements)
    }
  }

  private func bias(
    _ name: String, _ cell: RecurrentModel.Cell, _ units: Int
  ) throws(ModelFileError) -> [Double] {
    let shape = try shape(name)
    guard shape == [cell.gates * units] else {
      throw .wrongShape(
        name, path: path, found: shape,
        expected: "[\(cell.gates * units)]" + Self.note(cell, units))
    }
    return try numbers(name, shape)
  }

  private static func note(_ cell: RecurrentModel.Cell, _ units: Int) -> String {
    cell.gates == 1 ? "" : ", \(cell.gates) gates of \(units) units"
  }
}
