import LinearAlgebra

// One layer's weights, turned from Keras's columns into PyTorch's rows.
extension KerasNet {
  func weights(
    of layer: KerasLayer, _ cell: RecurrentModel.Cell, _ shape: [Int],
    above below: RecurrentModel.Layer?
  ) throws(ModelFileError) -> RecurrentModel.Layer {
    let units = shape[0]
    let kernel = try file.shape(layer.kernel)
    let inputs = below?.units ?? (kernel.count == 2 ? kernel[0] : 0)
    guard kernel == [inputs, shape[1]] else {
      throw .wrongShape(
        layer.kernel, path: file.path, found: kernel,
        expected: "[\(below.map { String($0.units) } ?? "features"), \(shape[1])]")
    }
    // The weights before the biases: what they claim is held against the file before anything is made of it.
    let recurrentWeights = try rows(layer.recurrentKernel, shape, cell, units)
    let inputWeights = try rows(layer.kernel, kernel, cell, units)
    let (input, recurrent) = try biases(of: layer, cell, units)
    return RecurrentModel.Layer(
      inputWeights: inputWeights, recurrentWeights: recurrentWeights, inputBias: input,
      recurrentBias: recurrent)
  }

  /// The transpose of an array whose columns are those of the gates, with the gates in PyTorch's order.
  private func rows(
    _ name: String, _ shape: [Int], _ cell: RecurrentModel.Cell, _ units: Int
  ) throws(ModelFileError) -> Matrix<Double> {
    let numbers = try file.numbers(name, shape)
    let order = Self.order(cell, units)
    var elements: [Double] = []
    elements.reserveCapacity(numbers.count)
    for column in order {
      for row in 0..<shape[0] { elements.append(numbers[row * shape[1] + column]) }
    }
    return Matrix(rows: shape[1], columns: shape[0], elements: elements)
  }

  /// The biases beside the input's weights and beside the state's: one row for both, or two of a GRU.
  private func biases(
    of layer: KerasLayer, _ cell: RecurrentModel.Cell, _ units: Int
  ) throws(ModelFileError) -> (input: [Double], recurrent: [Double]) {
    let count = cell.gates * units
    let zeros = [Double](repeating: 0, count: count)
    guard let name = layer.bias else {
      // Without a bias nothing but the settings tells which of the two GRUs it is.
      guard cell != .gru || asked == .gru || isResetAfter(layer) else {
        throw .unknownReset(layer.name, path: file.path)
      }
      return (zeros, zeros)
    }
    let shape = try file.shape(name)
    if cell == .gru, shape == [count] { throw resetBefore(layer) }
    guard shape == (cell == .gru ? [2, count] : [count]) else {
      throw .wrongShape(
        name, path: file.path, found: shape,
        expected: cell == .gru ? "[2, \(count)]" : "[\(count)]")
    }
    let numbers = try file.numbers(name, shape)
    let order = Self.order(cell, units)
    return (
      order.map { numbers[$0] }, cell == .gru ? order.map { numbers[count + $0] } : zeros
    )
  }

  private func isResetAfter(_ layer: KerasLayer) -> Bool {
    let configuration = try? file.configuration()
    return KerasSettings(configuration, of: layer.name).flag("reset_after") == true
  }

  /// Keras's column for each of PyTorch's rows: its GRU has the gates z, r, n, PyTorch's r, z, n.
  private static func order(_ cell: RecurrentModel.Cell, _ units: Int) -> [Int] {
    let columns = 0..<cell.gates * units
    guard cell == .gru else { return Array(columns) }
    return Array(units..<2 * units) + Array(0..<units) + Array(2 * units..<3 * units)
  }
}
