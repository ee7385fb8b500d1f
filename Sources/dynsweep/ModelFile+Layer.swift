import HDF5
import LinearAlgebra

// One layer's weights and biases.
extension ModelFile {
  /// - Parameters:
  ///   - number: From 0.
  ///   - below: The layer that this one reads; nil for the first.
  func layer(
    _ number: Int, of cell: RecurrentModel.Cell, _ prefix: String,
    above below: RecurrentModel.Layer?, among names: [String]
  ) throws(ModelFileError) -> RecurrentModel.Layer {
    func name(_ kind: String) -> String { "\(prefix)\(kind)_l\(number)" }
    for required in [name("weight_hh"), name("weight_ih")] where !names.contains(required) {
      throw .missingWeight(required, path: path, available: names)
    }
    let recurrent = try recurrentWeights(name("weight_hh"), cell)
    let units = recurrent.columns
    let input = try inputWeights(name("weight_ih"), cell, units, below: below)
    func bias(_ kind: String) throws(ModelFileError) -> [Double] {
      names.contains(name(kind))
        ? try self.bias(name(kind), cell, units)
        : [Double](repeating: 0, count: cell.gates * units)
    }
    return RecurrentModel.Layer(
      inputWeights: input, recurrentWeights: recurrent, inputBias: try bias("bias_ih"),
      recurrentBias: try bias("bias_hh"))
  }

  private func recurrentWeights(
    _ name: String, _ cell: RecurrentModel.Cell
  ) throws(ModelFileError) -> Matrix<Double> {
    let (shape, gates) = (try shape(name), cell.gates)
    // By division: what a file says of shapes may be more than fits.
    guard shape.count == 2, shape[0] > 0, shape[0] % gates == 0, shape[0] / gates == shape[1] else {
      throw .wrongShape(
        name, path: path, found: shape,
        expected: gates == 1 ? "[units, units]" : "[\(gates) units, units], as of \(gates) gates")
    }
    return Matrix(rows: shape[0], columns: shape[1], elements: try numbers(name, shape))
  }

  private func inputWeights(
    _ name: String, _ cell: RecurrentModel.Cell, _ units: Int, below: RecurrentModel.Layer?
  ) throws(ModelFileError) -> Matrix<Double> {
    let shape = try shape(name)
    let inputs = below?.units ?? (shape.count == 2 ? shape[1] : 0)
    guard shape == [cell.gates * units, inputs] else {
      let expected = below.map { String($0.units) } ?? "features"
      throw .wrongShape(
        name, path: path, found: shape,
        expected: "[\(cell.gates * units), \(expected)]" + Self.note(cell, units))
    }
    return Matrix(rows: shape[0], columns: inputs, elements: try numbers(name, shape))
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
