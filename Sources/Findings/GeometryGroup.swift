import Schema
import Sweep

/// What a net's states show before and after training, time step by time step.
struct GeometryNet {
  let stimulus: Int
  let length: Int
  let readout: [Double]
  let neighbours: [Double]
  let linear: [Double]
  let separation: [Double]
  let ratio: [Double]
  let untrainedSeparation: [Double]
  let untrainedRatio: [Double]
  /// Accuracy under changes of the task, by their names.
  let changed: [String: Double]

  /// Nil where the trial recorded too little.
  init?(_ trial: FindingTable.Trial, blanks: Int) {
    /// Sequences of other trials may be longer: what is missing at the end is not there.
    func series(_ numbers: [Double]) -> [Double] {
      Array(numbers.prefix((numbers.lastIndex { !$0.isNaN } ?? -1) + 1))
    }
    readout = series(trial.last("readout_accuracy"))
    neighbours = series(trial.last("neighbour_accuracy"))
    linear = series(trial.last("linear_accuracy"))
    separation = series(trial.last("class_separation"))
    ratio = series(trial.last("state_participation_ratio"))
    untrainedSeparation = series(trial.first("class_separation"))
    untrainedRatio = series(trial.first("state_participation_ratio"))
    let length = readout.count
    self.length = length
    stimulus = length - blanks
    let all = [neighbours, linear, separation, ratio, untrainedSeparation, untrainedRatio]
    guard stimulus > 2, all.allSatisfy({ $0.count == length }) else { return nil }
    changed = Dictionary(
      zip(trial.changes, trial.last("changed_accuracy")), uniquingKeysWith: { first, _ in first })
  }

  /// What neighbours or a fresh fit read better than the trained read-out.
  func gap(_ t: Int) -> Double { max(neighbours[t], linear[t]) - readout[t] }
}

/// The complete nets of gain 1 and noise 1 with one number of blanks.
struct GeometryGroup {
  let blanks: Int
  let nets: [GeometryNet]
  /// Whether all of its trials recorded what is looked at.
  private let isWhole: Bool

  init(_ table: FindingTable, blanks: Int) {
    self.blanks = blanks
    let trials = table.trials.filter { trial in
      let noise = trial.real("task.noise")
      return trial.status == .complete && trial.real("task.blanks") == Double(blanks)
        && trial.real("model.initial.recurrent.gain") == 1 && (noise.isNaN || noise == 1)
    }
    nets = trials.compactMap { GeometryNet($0, blanks: blanks) }
    isWhole = nets.count == trials.count
  }

  /// NaN where there is no net, or one is missing.
  func mean(_ value: (GeometryNet) -> Double) -> Double {
    nets.isEmpty || !isWhole ? .nan : nets.reduce(0) { $0 + value($1) } / Double(nets.count)
  }

  /// Means and ranges over nets against the time step.
  func series(_ values: (GeometryNet) -> [Double]) -> [(
    time: Int, mean: Double, low: Double, high: Double
  )] {
    let length = nets.map(\.length).min() ?? 0
    return (0..<length).map { t in
      let all = nets.map { values($0)[t] }
      return (t, mean { values($0)[t] }, all.min() ?? .nan, all.max() ?? .nan)
    }
  }
}

extension FindingTable.Trial {
  /// The names of the changes under `observe.under_change`, in the order of `changed_accuracy`.
  var changes: [String] {
    guard case .list(let names) = settings["observe.under_change.changes"] else { return [] }
    return names.compactMap { if case .text(let name) = $0 { name } else { nil } }
  }
}
