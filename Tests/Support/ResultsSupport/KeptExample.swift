package import Records
package import Results

extension ResultsLayout {
  /// The example sweep in which even trials keep two arrays of single precision at their end, and every fourth from the
  /// third on one of double precision at every checkpoint; the others keep nothing.
  package static func keptExample(trials: Int = 4, checkpoints: Int = 2) -> ResultsLayout {
    var layout = ResultsLayout.example(trials: trials, checkpoints: checkpoints)
    let groups = [
      KeptGroup(.single, trials: (0..<trials).filter { $0 % 2 == 0 }),
      KeptGroup(.double, trials: (0..<trials).filter { $0 % 4 == 3 }),
    ]
    layout.kept = groups.filter { !$0.trials.isEmpty }
    return layout
  }

  /// What such a trial keeps at a checkpoint: numbers that tell trial, checkpoint and place.
  package func exampleNumbers(trial: Int, checkpoint: Int) -> KeptNumbers? {
    guard let form = kept.first(where: { $0.trials.contains(trial) })?.form else { return nil }
    let isLast = checkpoint == checkpointCount - 1
    guard isLast || form.arrays[0].isAlways else { return nil }
    let numbers = (0..<form.count).map { Double(trial * 1000 + checkpoint * 100 + $0) }
    return form.precision == .float32 ? .float32(numbers.map { Float($0) }) : .float64(numbers)
  }
}

extension KeptForm {
  fileprivate static let single = KeptForm(
    .float32,
    [
      KeptArray(
        Quantity(
          "weight_hh_l0", dimensions: [row, Quantity.Dimension("column_3", size: 3, first: 0)],
          longName: "weights between the units"), isAlways: false),
      KeptArray(Quantity("readout.bias", dimensions: [row], longName: "biases"), isAlways: false),
    ])
  fileprivate static let double = KeptForm(
    .float64,
    [
      KeptArray(
        Quantity("bias_ih_l0", dimensions: [row], longName: "biases"), isAlways: true)
    ])
  private static let row = Quantity.Dimension("row_2", size: 2, first: 0)
}
