import LinearAlgebra
import Networks
import Plans
import Records
import Schema
import Training

/// What training makes of the nonlinearity γ(x; n, s): mean and spread of its gain n and saturation s over the units.
struct ActivationShapeObservable: Observable {
  static let key = "activation_shape"
  static let summary = "gain, saturation and largest slope of the nonlinearity γ"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func quantities(of network: any Network) -> [Quantity] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    func pair(_ name: String, _ meaning: String) -> [Quantity] {
      [
        Quantity(name + "_mean", longName: "\(meaning), mean over units", references: paper),
        Quantity(
          name + "_spread", longName: "\(meaning), standard deviation over units",
          references: paper),
      ]
    }
    return pair("gain", "gain n of the nonlinearity γ")
      + pair("saturation", "saturation s of the nonlinearity γ")
      + pair("largest_slope", "supremum of γ'")
  }

  func flops(of network: any Network) -> Double { 0 }

  func check(_ network: any Network) throws(ObservableError) {
    // The form alone decides: any numbers do.
    let some = [Double](repeating: 1, count: network.layout.count)
    guard network.gammaShapes(of: some) != nil else { throw .needsGamma(key: Self.key) }
  }

  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer {
    ActivationShapeObserver(subject)
  }
}

private final class ActivationShapeObserver<Element: Scalar>: Observer {
  private let subject: Subject<Element>

  init(_ subject: Subject<Element>) { self.subject = subject }

  func values() -> [Double] {
    let parameters = subject.trainer.parameters.elements.map { Double($0) }
    let shapes = subject.trainer.network.gammaShapes(of: parameters) ?? []
    return [\GammaShape.gain, \.saturation, \.largestSlope].flatMap { key in
      let values = shapes.map { $0[keyPath: key] }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      return [mean, variance.squareRoot()]
    }
  }
}
