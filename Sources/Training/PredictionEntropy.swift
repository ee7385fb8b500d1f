import Foundation
import LinearAlgebra
import Tasks

/// The mean entropy of the predicted probabilities of the classes, nats; NaN for a loss that makes no probabilities.
/// Each row counts by its weight, where targets have a column of them.
///
/// - Parameter outputs: Logits, [rows × columns], row-major.
@specialized(where S == Float)
@specialized(where S == Double)
func meanPredictionEntropy<S: Scalar>(
  _ outputs: Span<S>, targets: Span<S>, columns: Int, loss: LossKind
) -> Double {
  let weights = RowWeights(
    rows: outputs.count / columns, columns: columns, numbers: targets.count)
  switch loss {
  case .meanSquaredError, .halfSquaredNorm: return .nan
  case .logistic:
    // The entropy of one output is ln(1 + eˣ) − x/(1 + e⁻ˣ), which is even in x.
    var sum = 0.0
    for i in outputs.indices {
      let x = abs(Double(outputs[i]))
      let tail = exp(-x)
      let entropy = log1p(tail) + x * tail / (1 + tail)
      sum += weights.weight(of: i / columns, in: targets) * entropy
    }
    return sum / Double(outputs.count)
  case .crossEntropy:
    var sum = 0.0
    for row in 0..<outputs.count / columns {
      let entropy = softmaxEntropy(outputs.extracting(row * columns..<(row + 1) * columns))
      sum += weights.weight(of: row, in: targets) * entropy
    }
    return sum / Double(outputs.count / columns)
  }
}

/// The entropy of a row's softmax, ln Σ eˣ − Σ x eˣ / Σ eˣ.
private func softmaxEntropy<S: Scalar>(_ row: Span<S>) -> Double {
  var largest = -Double.infinity
  for i in row.indices { largest = max(largest, Double(row[i])) }
  var (total, weighted) = (0.0, 0.0)
  for i in row.indices {
    let shifted = Double(row[i]) - largest
    let exponential = exp(shifted)
    total += exponential
    weighted += shifted * exponential
  }
  return log(total) - weighted / total
}
