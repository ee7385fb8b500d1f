import Records
package import Results

extension ResultsLayout {
  /// A sweep of `trials` trials of `checkpoints` checkpoints: an axis of each kind, two scalars and
  /// a spectrum.
  package static func example(trials: Int, checkpoints: Int = 1) -> ResultsLayout {
    ResultsLayout(
      title: "example", sweep: "name: example  # naïve\n", software: "dynsweep 0.0.0",
      environment: #"{"blas": "Haswell"}"#, created: "2026-01-02T03:04:05Z",
      axes: exampleAxes(trials: trials), seeds: (0..<UInt64(trials)).map { .max - $0 },
      replicates: (0..<trials).map { $0 % 3 }, checkpointCount: checkpoints,
      quantities: [
        Quantity("train_loss", units: "nat", longName: "loss on the training batch"),
        Quantity(
          "lyapunov_spectrum", dimensions: [.init("exponent", size: 3)], units: "nat step-1",
          longName: "Lyapunov exponents, largest first", references: "Benettin et al. 1980"),
        Quantity("gradient_norm", longName: "Euclidean norm of the gradient"),
      ],
      trialQuantities: [Quantity("flops", units: "1", longName: "cost of the trial")])
  }

  private static func exampleAxes(trials: Int) -> [AxisColumn] {
    let cells = ["rnn", "lstm", "größer als"]
    return [
      AxisColumn(
        name: "learning_rate", path: "training.learning_rate",
        values: .real((0..<trials).map { 0.1 / Double($0 + 1) })),
      AxisColumn(
        name: "width", path: "model.width", values: .integer((0..<trials).map(Int64.init))),
      AxisColumn(
        name: "cell", path: "model.cell", values: .text((0..<trials).map { cells[$0 % 3] })),
      AxisColumn(
        name: "trained", path: "model.trained", values: .boolean((0..<trials).map { $0 % 2 == 0 })),
    ]
  }

  /// A row of this layout whose every number tells its trial and checkpoint.
  package func exampleRow(trial: Int, checkpoint: Int) -> [Double] {
    (0..<rowWidth).map { Double(trial) + Double(checkpoint) / 1000 + Double($0) * 1_000_000 }
  }
}
