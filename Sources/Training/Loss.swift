package import Programs
package import Tasks

extension LossKind {
  /// The loss of `outputs` against `targets`, rows of the scored steps: 1×1, the mean over rows.
  ///
  /// Squared errors are averaged over columns too, as PyTorch's `MSELoss` does, and so are logistic losses.
  package func value(of outputs: Value, against targets: Value) -> Value {
    switch self {
    case .crossEntropy: (outputs.logSumExp() - (outputs * targets).rowSums()).mean()
    case .meanSquaredError: (outputs - targets).square().mean()
    case .halfSquaredNorm:
      (outputs - targets).square().sum() / (2 * Double(outputs.rows))
    case .logistic: (outputs.softplus() - targets * outputs).mean()
    }
  }
}
