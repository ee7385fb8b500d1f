package import Programs
package import Tasks

extension LossKind {
  /// The loss of `outputs` against `targets`, rows of the scored steps: 1×1, the mean over rows.
  ///
  /// Squared errors are averaged over columns too, as PyTorch's `MSELoss` does, and so are logistic losses. Where targets
  /// have a column more than outputs, that is the rows' weights, by which their losses are multiplied.
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
