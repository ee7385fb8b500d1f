import Foundation
import LinearAlgebra
import Tasks

/// The mean entropy of the predicted probabilities of the classes, nats; NaN for a loss that makes no probabilities.
///
/// - Parameter outputs: Logits, [rows × columns], row-major.
@specialized(where S == Float)
@specialized(where S == Double)
func meanPredictionEntropy<S: Scalar>(_ outputs: Span<S>, columns: Int, loss: LossKind) -> Double {
  switch loss {
  case .meanSquaredError, .halfSquaredNorm: return .nan
  case .logistic:
    // The entropy of one output is ln(1 + eˣ) − x/(1 + e⁻ˣ), which is even in x.
    var sum = 0.0
    for i in outputs.indices {
      let x = abs(Double(outputs[i]))
      let tail = exp(-x)
      sum += log1p(tail) + x * tail / (1 + tail)
    }
    return sum / Double(outputs.count)
  case .crossEntropy:
    var sum = 0.0
    for row in stride(from: 0, to: outputs.count, by: columns) {
      sum += softmaxEntropy(outputs.extracting(row..<row + columns))
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
    total += exp(shifted)
    weighted += shifted * exp(shifted)
  }
  return log(total) - weighted / total
}
