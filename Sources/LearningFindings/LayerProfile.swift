import Figures
import Judging
import Summaries

/// An estimate of dimension layer by layer, layer 0 being the input, before and after training.
struct LayerProfile {
  let untrained: [Double]
  let trained: [Double]

  init(_ trial: FindingTable.Trial, _ variable: String) {
    untrained = trial.layers(of: trial.first(variable))
    trained = trial.layers(of: trial.last(variable))
  }

  /// The last layer after training, relative to the input.
  var trainedRatio: Double { ratio(trained) }
  var untrainedRatio: Double { ratio(untrained) }

  private func ratio(_ layers: [Double]) -> Double {
    guard let first = layers.first, let last = layers.last else { return .nan }
    return last / first
  }
}

extension FindingTable.Trial {
  /// The numbers of this trial's own layers, the input's first: places of layers that only other trials' nets have are
  /// left out.
  func layers(of numbers: [Double]) -> [Double] {
    Array(numbers.prefix(self.numbers("model.widths").count + 1))
  }
}

/// The mean over profiles of each layer, as a curve over the layers.
func layerSeries(_ name: String, _ profiles: [[Double]], hue: Int, isDashed: Bool = false) -> Series
{
  let layers = profiles.map(\.count).min() ?? 0
  let points = (0..<layers).map { layer in
    Series.Point(Double(layer), Statistics.mean(profiles.map { $0[layer] }))
  }
  return Series(name, points, style: isDashed ? .reference : .linePoints, hue: .category(hue))
}
