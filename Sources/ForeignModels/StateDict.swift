package import DataSets

extension RecurrentModel.Cell {
  /// A net's parameters, as a sweep keeps them, as PyTorch's `state_dict` has them.
  ///
  /// A sweep's cells have one bias, the sum of PyTorch's two, and of a GRU the part of the second that has an effect of
  /// its own; here the second is zero but for that. Masks are multiplied in, and the blocks of separate modules put in
  /// their places. Parameters outside the layers, as those of the read-out, stay as they are.
  package func stateDict<Number: StoredNumber>(
    of parameters: [NewArray<Number>]
  ) -> [NewArray<Number>] {
    let named = Dictionary(parameters.map { ($0.name, $0) }) { first, _ in first }
    return parameters.flatMap { array -> [NewArray<Number>] in
      if array.name.hasPrefix("weight_hh_l") {
        guard !array.name.hasSuffix(".mask") else { return [] }
        return [recurrent(array, mask: named[array.name + ".mask"])]
      }
      if array.name.hasPrefix("bias_hn_l") { return [] }
      guard array.name.hasPrefix("bias_ih_l") else { return [array] }
      let layer = array.name.dropFirst("bias_ih_l".count)
      var second = [Number](repeating: 0, count: array.numbers.count)
      if let inner = named["bias_hn_l\(layer)"], inner.numbers.count <= second.count {
        second.replaceSubrange((second.count - inner.numbers.count)..., with: inner.numbers)
      }
      return [array, NewArray("bias_hh_l\(layer)", shape: array.shape, second)]
    }
  }

  /// The weights between the units in full.
  private func recurrent<Number: StoredNumber>(
    _ weight: NewArray<Number>, mask: NewArray<Number>?
  ) -> NewArray<Number> {
    if let mask, mask.shape == weight.shape {
      return NewArray(
        weight.name, shape: weight.shape, zip(weight.numbers, mask.numbers).map { $0 * $1 })
    }
    guard gates == 1, weight.shape.count == 2 else { return weight }
    let (rows, columns) = (weight.shape[0], weight.shape[1])
    guard 0 < columns, columns < rows, rows % columns == 0 else { return weight }
    var whole = [Number](repeating: 0, count: rows * rows)
    for row in 0..<rows {
      let first = row * rows + row / columns * columns
      whole.replaceSubrange(
        first..<first + columns, with: weight.numbers[row * columns..<(row + 1) * columns])
    }
    return NewArray(weight.name, shape: [rows, rows], whole)
  }
}
