import Tasks
import Plans
import Training
import Networks
import LinearAlgebra
import Observing
import Records
import Schema

/// The largest magnitude of the recurrent matrix's eigenvalues; NaN for a cell that has no single recurrent matrix.
///
/// With gates the growth of a perturbation depends on the state through all of them; `lyapunov` or `jacobian_norm`
/// measure it.
struct SpectralRadiusObservable: Observable {
  static let key = "spectral_radius"
  static let summary =
    "spectral radius of the recurrent matrix; NaN with gates or several layers: no one matrix"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    try requireRecurrence(network)
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<Double>] {
    [
      Column(
        "spectral_radius",
        "largest magnitude of the eigenvalues of the recurrent matrix; NaN with gates"
      ) { $0 }
    ]
  }

  /// Operations are a Hessenberg reduction and QR iterations. Memory holds the matrix and its copies in double
  /// precision.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost
  {
    let n = network.representationSize
    return Cost(flops: 10 * countProduct(n, n, n), numbers: countProduct(6, n, n))
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Double> {
    let trainer = context.trainer
    return {
      let parameters = trainer.parameters.elements.map { Double($0) }
      guard let matrix = trainer.network.recurrentMatrix(of: parameters),
        matrix.elements.allSatisfy(\.isFinite)
      else { return .nan }
      return matrix.spectralRadius
    }
  }
}
