import Graph
import LinearAlgebra
import Networks
import Schema
import Training

/// The largest magnitude of the recurrent matrix's eigenvalues.
struct SpectralRadiusObservable: Observable {
  static let key = "spectral_radius"
  static let summary = "spectral radius of the recurrent matrix"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func quantities(of network: any Network) -> [Quantity] {
    [
      Quantity(
        "spectral_radius",
        longName: "largest magnitude of the eigenvalues of the recurrent matrix")
    ]
  }

  /// Hessenberg reduction and QR iteration.
  func flops(of network: any Network) -> Double {
    10 * Double(network.representationSize * network.representationSize * network.representationSize)
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) throws(ObservableError)
    -> any Observer
  {
    guard subject.trainer.network.cell != nil else { throw .needsRecurrence(key: Self.key) }
    return SpectralRadiusObserver(subject)
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
