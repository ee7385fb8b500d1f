package import Attribution
package import Rules
package import Schema

/// A sweep file, parsed and checked in full: which trials there are and what their settings are.
///
/// Trials are computed when they are asked for, so that a plan of a million trials needs no more memory than its axes.
///
/// Replicates change slowest, then the points of a design, then the axes in the order of the file, the last one fastest.
/// Zipped axes change together, at the place of the first of them. A random axis has as many values as samples, and
/// multiplies the trials as every axis does; zip random axes to draw points instead of a grid of draws.
package struct SweepPlan: Sendable {
  /// How many trials a sweep may have.
  package static let largestTrialCount = 100_000_000

  /// The sweep's title: its setting `name`, or the file's name without folder and extension.
  package let name: String
  /// The seed from which all random numbers of the sweep come.
  package let seed: UInt64
  /// How many trials each configuration has, each with another seed; at least 1.
  package let replicates: Int
  /// The seed of each replicate where the file gives them; empty where they come from the sweep's seed.
  let seeds: [UInt64]
  /// Names of findings that `verify` judges in the results; they change nothing about the trials.
  package let findings: [String]
  /// Who made the sweep and how its results may be used; nil where the file does not tell. It changes nothing about the
  /// trials.
  package let about: About?
  /// The axes in the order of the file.
  package let axes: [Axis]
  /// The file's text, verbatim.
  package let text: String
  /// The file's name as it was given to the program, for messages.
  package let file: String
  /// The settings that a trial may have.
  package let schema: Section

  /// Nil where no axes have joint points.
  package let design: Design?
  /// Which trials go on, by what they have recorded; nil where all do.
  package let rule: Rule?

  let template: Template
  let lattice: Lattice
  /// The combinations that the filters leave, in order; nil where there are no filters.
  let survivors: [UInt32]?
  /// The checked tree, with shorthands expanded and axis nodes in place.
  let tree: Tree
  /// The axes as the file writes them, by number.
  let writings: [AxisSource]

  init(_ builder: PlanBuilder, text: String, file: String, schema: Section) {
    name = builder.name
    seed = builder.seed
    replicates = builder.replicates
    seeds = builder.seeds
    findings = builder.findings
    about = builder.about
    axes = builder.axes
    design = builder.design
    rule = builder.rule
    template = builder.template
    lattice = builder.lattice
    survivors = builder.survivors
    tree = builder.tree
    writings = builder.writings
    (self.text, self.file, self.schema) = (text, file, schema)
  }

  /// How many configurations, that is combinations of axis values, the filters leave.
  package var configurationCount: Int { survivors?.count ?? lattice.count }

  /// How many trials there are: configurations times replicates.
  package var trialCount: Int { configurationCount * replicates }

  /// The settings and the seed of trial `trial`, which is in 0..<trialCount.
  package func configuration(of trial: Int) -> TrialConfiguration {
    let combination = combination(of: trial)
    let replicate = trial / configurationCount
    return TrialConfiguration(
      index: trial, replicate: replicate,
      seed: seed(ofReplicate: replicate),
      settings: template.settings { lattice.position($0, in: combination) })
  }

  /// The seed of all trials of a replicate.
  package func seed(ofReplicate replicate: Int) -> UInt64 {
    seeds.isEmpty ? trialSeed(sweepSeed: seed, replicate: replicate) : seeds[replicate]
  }

  /// The index of the value that axis number `axis` has in trial `trial`.
  package func axisPosition(_ axis: Int, trial: Int) -> Int {
    precondition(axes.indices.contains(axis), "axis \(axis) of \(axes.count)")
    return lattice.position(axis, in: combination(of: trial))
  }

  /// The value of axis number `axis` in trial `trial`.
  package func axisValue(_ axis: Int, trial: Int) -> SettingValue {
    axes[axis].values[axisPosition(axis, trial: trial)]
  }

  /// Sorts the configurations into classes that agree on the axes with the numbers `axes`.
  ///
  /// - Returns: The first trial of each class, and the class of each configuration.
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

// Equal plans run the same trials, however their files are written.
extension SweepPlan: Equatable {
  package static func == (one: SweepPlan, other: SweepPlan) -> Bool {
    one.name == other.name && one.seed == other.seed && one.replicates == other.replicates
      && one.seeds == other.seeds && one.axes == other.axes && one.lattice == other.lattice
      && one.survivors == other.survivors && one.template == other.template
      && one.rule == other.rule
  }
}

/// One trial: its place in the sweep, its seed and all its settings.
package struct TrialConfiguration: Hashable, Sendable {
  /// The trial's number, in 0..<trialCount.
  package let index: Int
  /// The number of its replicate, in 0..<replicates.
  package let replicate: Int
  /// The seed of its random numbers, the same for all trials of one replicate.
  package let seed: UInt64
  /// The settings of the root section, with every default filled in.
  package let settings: Settings
}
