import Training
import Plans
import Networks
import Tasks
import Layers
import LinearAlgebra
import Observing
import Records
import Schema
import Summaries

/// The shape of the trained nonlinearity γ(x; n, s): mean and spread over units of its gain n, saturation s and largest
/// slope.
struct ActivationShapeObservable: Observable {
  static let key = "activation_shape"
  static let summary = "gain, saturation and largest slope of the nonlinearity γ"
  static let entries: [Entry] = []

  init(_ settings: Settings) {}

  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {
    // Only the layout's form decides, so that any numbers serve as parameters.
    let some = [Double](repeating: 1, count: network.layout.count)
    guard network.gammaShapes(of: some) != nil else { throw .needsGamma(key: Self.key) }
  }

  func columns(of network: any Network, on task: any LearningTask) -> [Column<[GammaShape]>] {
    pair("gain", "gain n of the nonlinearity γ", \.gain)
      + pair("saturation", "saturation s of the nonlinearity γ", \.saturation)
      + pair("largest_slope", "supremum of γ'", \.largestSlope)
  }

  private func pair(
    _ name: String, _ meaning: String, _ number: @escaping @Sendable (GammaShape) -> Double
  ) -> [Column<[GammaShape]>] {
    let paper = "Geadah et al. 2020, arXiv:2006.12253"
    return [
      Column(name + "_mean", "\(meaning), mean over units", paper) {
        Statistics.mean($0.map(number))
      },
      Column(name + "_spread", "\(meaning), standard deviation over units", paper) {
        Statistics.deviation($0.map(number))
      },
    ]
  }

  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<[GammaShape]> {
    let trainer = context.trainer
    return {
      trainer.network.gammaShapes(of: trainer.parameters.elements.map { Double($0) }) ?? []
    }
  }
}
