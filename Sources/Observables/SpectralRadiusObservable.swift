import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Tasks
import Training

/// The largest magnitude of the recurrent matrix's eigenvalues; NaN for a cell that has no such one matrix: with gates,
/// what spreads depends on the state through all of them, and `lyapunov` or `jacobian_norm` tell it.
struct SpectralRadiusObservable: Observable {
  static let key = "spectral_radius"
  static let summary =
    "spectral radius of the recurrent matrix; NaN with gates or several layers: no one matrix"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func quantities(of network: any Network) -> [Quantity] {
    [
      Quantity(
        "spectral_radius",
        longName: "largest magnitude of the eigenvalues of the recurrent matrix; NaN with gates")
    ]
  }

  /// Hessenberg reduction and QR iteration.
  func flops(of network: any Network) -> Double {
    let n = network.representationSize
    return 10 * countProduct(n, n, n)
  }

  /// The matrix and copies of it in double precision.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double {
    countProduct(6, network.representationSize, network.representationSize)
  }

  func check(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    SpectralRadiusObserver(subject)
  }
}

private final class SpectralRadiusObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>

  init(_ subject: Subject<Element>) { self.subject = subject }

  func values() -> [Double] {
    let parameters = subject.trainer.parameters.elements.map { Double($0) }
    guard let matrix = subject.trainer.network.recurrentMatrix(of: parameters),
      matrix.elements.allSatisfy(\.isFinite)
    else { return [.nan] }
    return [matrix.spectralRadius]
  }
}
