import Figures
import Sweep

/// An estimate of dimension layer by layer, layer 0 being the input, before and after training.
struct LayerProfile {
  let untrained: [Double]
  let trained: [Double]

  init(_ trial: FindingTable.Trial, _ variable: String) {
    untrained = Self.layers(trial.first(variable))
    trained = Self.layers(trial.last(variable))
  }

  /// Without the places of layers that this trial's net does not have.
  private static func layers(_ numbers: [Double]) -> [Double] {
    Array(numbers.prefix((numbers.lastIndex { !$0.isNaN } ?? -1) + 1))
  }

  /// The last layer after training, relative to the input.
  var trainedRatio: Double { ratio(trained) }
  var untrainedRatio: Double { ratio(untrained) }

  private func ratio(_ layers: [Double]) -> Double {
    guard let first = layers.first, let last = layers.last else { return .nan }
    return last / first
  }
}

extension [FindingTable.Trial] {
  /// Those of one task that ran to their end.
  func complete(task: String) -> [FindingTable.Trial] {
    filter { $0.status == .complete && $0.text("task.name") == task }
  }
}

/// The mean over profiles of each layer, as a curve over the layers.
func layerSeries(_ name: String, _ profiles: [[Double]], hue: Int, isDashed: Bool = false) -> Series
{
  let layers = profiles.map(\.count).min() ?? 0
  let points = (0..<layers).map { layer in
    Series.Point(Double(layer), mean(profiles.map { $0[layer] }))
  }
  return Series(name, points, style: isDashed ? .reference : .linePoints, hue: .category(hue))
}
