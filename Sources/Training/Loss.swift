package import Programs
package import Tasks

extension LossKind {
  /// The loss of `outputs` against `targets`, both scoredSteps·B × outputSize: the mean over rows, 1×1.
  ///
  /// Squared errors and logistic losses are averaged over columns too, as PyTorch's `MSELoss` does. Cross-entropy and
  /// logistic loss are in nats and take logits. Where targets have a column more than outputs, it holds the weights of
  /// the rows, by which their losses are multiplied.
  package func value(of outputs: Value, against targets: Value) -> Value {
    let answers = targets.columns(0..<outputs.columns)
    func weighted(_ losses: Value) -> Value {
      guard targets.columns > outputs.columns else { return losses }
      return losses * targets.columns(outputs.columns..<targets.columns)
    }
    switch self {
    case .crossEntropy:
      return weighted(outputs.logSumExp() - (outputs * answers).rowSums()).mean()
    case .meanSquaredError: return weighted((outputs - answers).square()).mean()
    case .halfSquaredNorm:
      return weighted((outputs - answers).square()).sum() / (2 * Double(outputs.rows))
    case .logistic: return weighted(outputs.softplus() - answers * outputs).mean()
    }
  }
}
