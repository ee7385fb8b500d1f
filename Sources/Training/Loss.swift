package import Programs
package import Tasks

extension LossKind {
  /// The loss of `outputs` against `targets`, both scoredSteps·B × outputSize: the mean over rows, 1×1.
  ///
  /// Squared errors and logistic losses are averaged over columns too, as PyTorch's `MSELoss` does. Cross-entropy and
  /// logistic loss are in nats and take logits.
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
