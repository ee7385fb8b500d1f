public import Experiment
public import Observables
import Schema
public import Sweep

/// A sweep's trials as experiments: what they record together, and what each costs.
///
/// Trials that differ in nothing that could change either are of one kind, which is set up once: a learning rate makes
/// no kinds, nor does a real-valued axis of many values (it is taken at its first).
public struct SweepDesign: Sendable {
  private static let manyValues = 64

  public let plan: SweepPlan
  /// One trial of each kind.
  public let kinds: [any Design]
  /// The kind of each configuration.
  private let kindNumbers: [Int32]
  /// What a row of the results file holds, in order: every kind's quantities, each as large as its largest.
  public let quantities: [Quantity]

  /// - Throws: `SweepError` at the setting that keeps a trial from being set up: missing data, or settings that do not
  ///   go together.
  public init(_ plan: SweepPlan) throws(SweepError) {
    self.plan = plan
    let relevant = plan.axes.indices.filter { Self.makesKinds(plan.axes[$0]) }
    var known: [[Int]: Int32] = [:]
    var kinds: [any Design] = []
    var numbers: [Int32] = []
    numbers.reserveCapacity(plan.configurationCount)
    for index in 0..<plan.configurationCount {
      let key = relevant.map { plan.axisPosition($0, trial: index) }
      if let number = known[key] {
        numbers.append(number)
        continue
      }
      known[key] = Int32(kinds.count)
      numbers.append(Int32(kinds.count))
      kinds.append(try Self.design(plan, trial: index))
    }
    self.kinds = kinds
    kindNumbers = numbers
    quantities = Self.union(kinds.map(\.quantities))
  }

  private static func makesKinds(_ axis: Sweep.Axis) -> Bool {
    if axis.path == "training.learning_rate" { return false }
    return axis.values.count <= manyValues || !axis.values.contains { $0.isReal }
  }

  /// Trial `trial` made from its configuration.
  public static func design(_ plan: SweepPlan, trial: Int) throws(SweepError) -> any Design {
    let configuration = plan.configuration(of: trial)
    do {
      return try ExperimentSchema.design(configuration.settings, seed: configuration.seed)
    } catch {
      throw plan.mistake("\(error)", expected: nil, at: error.path)
    }
  }

  /// The kind that a trial is of.
  public func kind(of trial: Int) -> any Design {
    kinds[Int(kindNumbers[trial % plan.configurationCount])]
  }

  /// Each trial's floating-point operations.
  public var flops: [Double] {
    let costs = kinds.map(\.flops)
    return (0..<plan.trialCount).map { costs[Int(kindNumbers[$0 % plan.configurationCount])] }
  }

  /// Rows that a trial may have.
  public var checkpointCount: Int { kinds.map(\.checkpointCount).max() ?? 0 }

  /// Numbers in a row.
  public var rowWidth: Int { quantities.reduce(0) { $0 + $1.count } }

  /// Bytes of a trial's rows.
  public var bytesPerTrial: Int { checkpointCount * (rowWidth + 1) * 8 }

  private static func union(_ lists: [[Quantity]]) -> [Quantity] {
    var order: [String] = []
    var largest: [String: Quantity] = [:]
    for quantity in lists.joined() {
      guard let known = largest[quantity.name] else {
        order.append(quantity.name)
        largest[quantity.name] = quantity
        continue
      }
      largest[quantity.name] = known.enlarged(to: quantity)
    }
    // Quantities that share a dimension share its size.
    var dimensions: [String: Quantity.Dimension] = [:]
    for dimension in order.compactMap({ largest[$0] }).flatMap(\.dimensions) {
      let known = dimensions[dimension.name]
      dimensions[dimension.name] =
        known.map { $0.size >= dimension.size ? $0 : dimension } ?? dimension
    }
    return order.compactMap { largest[$0]?.with(dimensions) }
  }
}

extension SettingValue {
  fileprivate var isReal: Bool { if case .real = self { true } else { false } }
}

extension Quantity {
  private func with(_ dimensions: [Dimension]) -> Quantity {
    Quantity(
      name, dimensions: dimensions, units: units, longName: longName, references: references)
  }

  fileprivate func enlarged(to other: Quantity) -> Quantity {
    with(zip(dimensions, other.dimensions).map { $0.size >= $1.size ? $0 : $1 })
  }

  fileprivate func with(_ shared: [String: Dimension]) -> Quantity {
    with(dimensions.map { shared[$0.name] ?? $0 })
  }
}
