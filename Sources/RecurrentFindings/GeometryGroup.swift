import Judging
import Schema
import Summaries

/// The measures of a net's states before and after training, time step by time step.
struct GeometryNet {
  let stimulus: Int
  let length: Int
  let readout: [Double]
  let neighbors: [Double]
  let linear: [Double]
  let separation: [Double]
  let ratio: [Double]
  let untrainedSeparation: [Double]
  let untrainedRatio: [Double]
  /// The accuracy under changes of the task, by the changes' names.
  let changed: [String: Double]

  /// Nil where the trial recorded too little.
  init?(_ trial: FindingTable.Trial, blanks: Int) {
    let names = ["readout_accuracy", "neighbour_accuracy", "linear_accuracy"]
    let shapes = ["class_separation", "state_participation_ratio"]
    let rows = (names + shapes).map { trial.last($0) } + shapes.map { trial.first($0) }
    // Sequences of other trials may be longer: steps at the end at which all numbers are missing do not count.
    let length = rows.map { ($0.lastIndex { !$0.isNaN } ?? -1) + 1 }.max() ?? 0
    guard length - blanks > 2, rows.allSatisfy({ $0.count >= length }) else { return nil }
    let series = rows.map { Array($0.prefix(length)) }
    (readout, neighbors, linear) = (series[0], series[1], series[2])
    (separation, ratio) = (series[3], series[4])
    (untrainedSeparation, untrainedRatio) = (series[5], series[6])
    (self.length, stimulus) = (length, length - blanks)
    changed = Dictionary(
      zip(trial.changes, trial.last("changed_accuracy")), uniquingKeysWith: { first, _ in first })
  }

  /// The accuracy of the better of neighbours and fresh fit less that of the trained read-out, after step `t`.
  func gap(_ t: Int) -> Double { Statistics.largest([neighbors[t], linear[t]]) - readout[t] }
}

/// The nets of gain 1 and noise 1 with one number of blanks.
struct GeometryGroup {
  let blanks: Int
  let ensemble: Ensemble
  let nets: [GeometryNet]

  init(_ table: FindingTable, blanks: Int) {
    self.blanks = blanks
    ensemble = Ensemble(table).with("task.blanks", Double(blanks))
      .with("model.initial.recurrent.gain", 1)
      .with("noise 1") { trial in
        let noise = trial.real("task.noise")
        return noise.isNaN || noise == 1
      }
    nets = ensemble.trials.compactMap { GeometryNet($0, blanks: blanks) }
  }

  /// The mean of a number over the nets; NaN where there is no net, or a trial recorded too little.
  func mean(_ value: (GeometryNet) -> Double) -> Double {
    nets.count < ensemble.trials.count || nets.isEmpty
      ? .nan : nets.reduce(0) { $0 + value($1) } / Double(nets.count)
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
