package import Schema

/// A sweep file, parsed and checked in full: which trials there are and what each is.
///
/// Trials are worked out when asked for, so that a plan of a million costs no more than its axes.
///
/// The order: replicates run slowest, so that more replicates only append trials; then the axes in
/// the order of the file, the last one fastest. Axes that are zipped run together, at the place of
/// the first of them. The points of a design run slowest of all axes, so that, without replicates, more points only append
/// trials. Every random axis is an axis of its own with as many values as samples; zip
/// random axes to draw points instead of a grid of draws.
package struct SweepPlan: Sendable {
  /// Trials a sweep may have.
  package static let largestTrialCount = 100_000_000

  package let name: String
  package let seed: UInt64
  package let replicates: Int
  /// Names of findings that a reader of the results may look for; they change nothing about the trials.
  package let findings: [String]
  /// In the order of the file.
  package let axes: [Axis]
  /// The file, verbatim.
  package let text: String
  /// The file's name as it was given to the program, for messages.
  package let file: String
  package let schema: Section

  /// Nil where no axes have joint points.
  package let design: Design?

  let template: Template
  let lattice: Lattice
  /// The combinations that the filters leave; nil where there are no filters.
  let survivors: [UInt32]?
  /// The checked tree, shorthands expanded and axes in place, and the axes' mappings by number.
  let tree: Tree
  let writings: [AxisSource]

  init(_ builder: PlanBuilder, text: String, file: String, schema: Section) {
    name = builder.name
    seed = builder.seed
    replicates = builder.replicates
    findings = builder.findings
    axes = builder.axes
    design = builder.design
    template = builder.template
    lattice = builder.lattice
    survivors = builder.survivors
    tree = builder.tree
    writings = builder.writings
    (self.text, self.file, self.schema) = (text, file, schema)
  }

  /// Different settings, after the filters.
  package var configurationCount: Int { survivors?.count ?? lattice.count }

  /// Configurations times replicates.
  package var trialCount: Int { configurationCount * replicates }

  /// What trial `trial`, 0..<trialCount, is.
  package func configuration(of trial: Int) -> TrialConfiguration {
    let combination = combination(of: trial)
    let replicate = trial / configurationCount
    return TrialConfiguration(
      index: trial, replicate: replicate,
      seed: trialSeed(sweepSeed: seed, replicate: replicate),
      settings: template.settings { lattice.position($0, in: combination) })
  }

  /// Which value of axis number `axis` trial `trial` has.
  package func axisPosition(_ axis: Int, trial: Int) -> Int {
    precondition(axes.indices.contains(axis), "axis \(axis) of \(axes.count)")
    return lattice.position(axis, in: combination(of: trial))
  }

  /// The value of axis number `axis` in trial `trial`.
  package func axisValue(_ axis: Int, trial: Int) -> SettingValue {
    axes[axis].values[axisPosition(axis, trial: trial)]
  }

  /// The configurations sorted into classes that agree on some of the axes.
  ///
  /// - Returns: The first trial of each class, and for each configuration its class.
  package func classes(by axes: [Int]) -> (firsts: [Int], numbers: [Int32]) {
    var known: [Int: Int32] = [:]
    var firsts: [Int] = []
    var numbers: [Int32] = []
    numbers.reserveCapacity(configurationCount)
    let digits = lattice.digits(of: axes)
    for trial in 0..<configurationCount {
      let combination = combination(of: trial)
      let key = digits.reduce(0) { $0 + lattice.digit($1, of: combination) }
      if let number = known[key] {
        numbers.append(number)
      } else {
        known[key] = Int32(firsts.count)
        numbers.append(Int32(firsts.count))
        firsts.append(trial)
      }
    }
    return (firsts, numbers)
  }

  func combination(of trial: Int) -> Int {
    precondition((0..<trialCount).contains(trial), "trial \(trial) of \(trialCount)")
    let configuration = trial % configurationCount
    return survivors.map { Int($0[configuration]) } ?? configuration
  }
}

/// Equal plans run the same trials, whatever their files look like.
extension SweepPlan: Equatable {
  package static func == (one: SweepPlan, other: SweepPlan) -> Bool {
    one.name == other.name && one.seed == other.seed && one.replicates == other.replicates
      && one.axes == other.axes && one.lattice == other.lattice
      && one.survivors == other.survivors && one.template == other.template
  }
}

extension SweepPlan {
  /// Whether this sweep is `other` with more replicates or with more points of its design: its trials and after them more.
  package func extends(_ other: SweepPlan) -> Bool {
    guard name == other.name, seed == other.seed, axes.map(\.path) == other.axes.map(\.path)
    else { return false }
    return hasMoreReplicates(than: other) || hasMorePoints(than: other)
  }

  private func hasMoreReplicates(than other: SweepPlan) -> Bool {
    replicates > other.replicates && axes == other.axes && lattice == other.lattice
      && survivors == other.survivors && template == other.template
  }

  /// With replicates, which run slower than points, the trials of more points would stand among those that there are.
  private func hasMorePoints(than other: SweepPlan) -> Bool {
    guard let design, let smaller = other.design, design.count > smaller.count,
      replicates == 1, other.replicates == 1, trialCount > other.trialCount
    else { return false }
    return (0..<other.trialCount).allSatisfy { trial in
      configuration(of: trial) == other.configuration(of: trial)
        && axes.indices.allSatisfy {
          axisValue($0, trial: trial) == other.axisValue($0, trial: trial)
        }
    }
  }
}

/// One trial: its place in the sweep, its seed and everything that it is set to.
package struct TrialConfiguration: Hashable, Sendable {
  /// 0..<trialCount.
  package let index: Int
  /// 0..<replicates.
  package let replicate: Int
  /// The same for all trials of one replicate.
  package let seed: UInt64
  /// The root section's, with every default filled in.
  package let settings: Settings
}
