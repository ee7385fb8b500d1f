package import DataSets
import Experiment
import FileOwnership
import LinearAlgebra
import Records
package import Results
import Schema
package import Similarities
import SweepFiles

/// How like each other the nets of each configuration are, from what their trials have kept.
package struct SimilarityTable {
  /// The replicates of a configuration.
  private struct Group {
    let trials: [TrialID]
    /// How many of them have kept a net.
    let known: Int
    let similarity: GroupSimilarity
  }

  private let axes: [AxisColumn]
  private let groups: [Group]

  /// - Parameter layer: The hidden layer whose states and weights are compared; the last one where nil.
  /// - Throws: `InspectionError` where nothing is kept that could be compared, or not of this layer; `ResultsError` or
  ///   `SweepError` where the file cannot be read.
  package init(
    _ reader: borrowing ResultsReader, layer: String?, _ settings: SimilaritySettings
  ) throws {
    let plan = try SweepPlan(
      text: reader.header.sweep, file: reader.path, schema: ExperimentSchema.section)
    axes = try reader.axes()
    let names = try KeptLayer(layer, reader.keptNames, path: reader.path)
    let count = plan.configurationCount
    var groups: [Group] = []
    for configuration in 0..<count {
      let trials = stride(from: configuration, to: reader.trialCount, by: count).map {
        TrialID($0)
      }
      var nets: [ComparedNet?] = []
      for trial in trials { nets.append(try names.net(of: trial, reader, settings)) }
      groups.append(
        Group(
          trials: trials, known: nets.count { $0 != nil },
          similarity: GroupSimilarity(nets, settings)))
    }
    self.groups = groups
    guard groups.contains(where: { $0.known > 1 }) else {
      throw InspectionError.nothingToCompare(path: reader.path)
    }
  }

  /// The mean of each measure over the pairs of a configuration, a row for each configuration.
  package var columns: [TrialListing.Column] {
    axisColumns(groups.compactMap(\.trials.first))
      + [TrialListing.Column(name: "nets", cells: groups.map { .integer($0.known) })]
      + names.map { name in
        TrialListing.Column(
          name: name, cells: groups.map { .number($0.similarity.mean(name)) })
      }
  }

  /// Each measure of each pair of nets, a row for each pair.
  package var pairColumns: [TrialListing.Column] {
    let pairs = groups.flatMap { group in
      GroupSimilarity.pairs(group.trials.count).map {
        (group.trials[$0.first], group.trials[$0.second])
      }
    }
    return axisColumns(pairs.map(\.0))
      + [
        TrialListing.Column(name: "trial", cells: pairs.map { .integer($0.0.number) }),
        TrialListing.Column(name: "other_trial", cells: pairs.map { .integer($0.1.number) }),
      ]
      + names.map { name in
        TrialListing.Column(
          name: name, cells: groups.flatMap { $0.similarity[name] }.map { .number($0) })
      }
  }

  private var names: [String] { groups.first?.similarity.columns.map(\.name) ?? [] }

  private func axisColumns(_ trials: [TrialID]) -> [TrialListing.Column] {
    axes.map { axis in
      TrialListing.Column(name: axis.name, cells: trials.map { axis.cell($0.number) })
    }
  }

  /// Each measure as an array, [configuration, net, net], and the trials, [configuration, net].
  package var arrays: [NewArray<Double>] {
    let replicates = groups.first?.trials.count ?? 0
    let trials = groups.flatMap { $0.trials.map { Double($0.number) } }
    var arrays = [NewArray("trial", shape: [groups.count, replicates], trials)]
    for name in names {
      let numbers = groups.flatMap { $0.similarity.square(name) }
      arrays.append(
        NewArray(name, shape: [groups.count, replicates, replicates], numbers))
    }
    return arrays
  }
}

/// The names under which a hidden layer's states and weights between units are kept.
private struct KeptLayer {
  private let states: String
  private let weights: String

  /// - Throws: `InspectionError` where nothing is kept, or not of this layer.
  init(_ layer: String?, _ keptNames: [String], path: String) throws(InspectionError) {
    let prefix = KeptNet.statesPrefix
    var layers: [String] = []
    for name in keptNames.compactMap({ $0.split(separator: "/").last.map(String.init) })
    where name.hasPrefix(prefix) && !layers.contains(String(name.dropFirst(prefix.count))) {
      layers.append(String(name.dropFirst(prefix.count)))
    }
    guard !keptNames.isEmpty else { throw .nothingToCompare(path: path) }
    if let layer, !layers.contains(layer) {
      throw .unknownLayer(layer, path: path, available: layers)
    }
    let chosen = layer ?? layers.max { ($0.count, $0) < ($1.count, $1) } ?? "hidden"
    states = prefix + chosen
    // hidden, or hidden.1 where there are several.
    weights = "weight_hh_l\(chosen.split(separator: ".").dropFirst().first ?? "0")"
  }

  /// The net that a trial has kept at its end; nil where it has not.
  func net(
    of trial: TrialID, _ reader: borrowing ResultsReader, _ settings: SimilaritySettings
  ) throws(ResultsError) -> ComparedNet? {
    let index = trial.number
    guard try reader.statuses()[index] == .complete else { return nil }
    let steps = try reader.integers(of: "step", trials: index..<index + 1)
    let last = steps.prefix { $0 >= 0 }.count - 1
    guard last >= 0, let kept = try reader.kept(of: trial, checkpoint: last, isLast: true)
    else { return nil }
    func array(_ name: String, _ dimensions: Int) -> KeptValues? {
      kept.first { $0.name == name && $0.shape.count == dimensions }
    }
    let courses = array(states, 3).map { values in
      StateCourses(
        sequences: values.shape[0], steps: values.shape[1], units: values.shape[2],
        numbers: values.numbers.reals)
    }
    let recurrent = array(weights, 2).map { values in
      Matrix(
        rows: values.shape[0], columns: values.shape[1], elements: values.numbers.reals)
    }
    guard courses != nil || recurrent != nil else { return nil }
    return ComparedNet(recurrent: recurrent, courses: courses, settings)
  }
}
