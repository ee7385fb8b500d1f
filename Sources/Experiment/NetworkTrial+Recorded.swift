import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
package import Records
import Training

extension NetworkTrial {
  /// This trial without its training, observed with the parameters that were kept of it.
  ///
  /// - Parameter kept: What was kept at each step, by name.
  /// - Returns: Nil where that is not all parameters at all checkpoints but the first.
  package func observed(with kept: [Int: [String: KeptNumbers]]) -> NetworkTrial? {
    var trial = self
    for step in checkpointSteps.dropFirst() {
      guard let parameters = kept[step].flatMap(parameters(in:)) else { return nil }
      trial.recordedParameters[step] = parameters
    }
    return trial
  }

  private func parameters(in kept: [String: KeptNumbers]) -> [UInt8]? {
    switch training.precision {
    case .float32:
      vector(of: kept) { numbers -> [Float]? in
        if case .float32(let own) = numbers { own } else { nil }
      }
    case .float64:
      vector(of: kept) { numbers -> [Double]? in
        if case .float64(let own) = numbers { own } else { nil }
      }
    }
  }

  /// The bytes of all parameters in the order of their places.
  private func vector<Element: Scalar>(
    of kept: [String: KeptNumbers], numbers: (KeptNumbers) -> [Element]?
  ) -> [UInt8]? {
    var vector: [Element] = []
    for placed in network.layout.all where placed.shape.count > 0 {
      guard let own = kept[placed.name].flatMap(numbers), own.count == placed.shape.count else {
        return nil
      }
      vector += own
    }
    return Storage(vector).bytes
  }
}
