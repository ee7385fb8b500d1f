public import Schema

/// What a sweep will cost: work, memory and space.
///
/// Large sweeps are estimated from a sample of their configurations, spread evenly without order.
public struct CostEstimate: Hashable, Sendable {
  /// Configurations looked at, at most.
  public static let sampleSize = 10_000

  public let trialCount: Int
  /// Floating-point operations of the whole sweep.
  public let operations: Double
  /// Operations of the costliest trial looked at.
  public let costliestTrial: Double
  /// Bytes that a worker needs, of the trial that needs most among those looked at.
  public let bytesPerWorker: Double
  /// Bytes of the results file.
  public let fileBytes: Double
  /// Whether not every configuration was looked at.
  public let isSampled: Bool

  /// - Parameters:
  ///   - operations: Floating-point operations of a trial with these settings.
  ///   - bytesPerWorker: Bytes that a trial with these settings occupies while it runs.
  ///   - fileBytesPerTrial: Bytes of its rows in the results file.
  ///   - fileOverhead: Bytes of the file without any rows.
  public init(
    of plan: SweepPlan, operations: (Settings) -> Double, bytesPerWorker: (Settings) -> Double,
    fileBytesPerTrial: Double, fileOverhead: Double = 0
  ) {
    let count = plan.configurationCount
    let looked = min(count, CostEstimate.sampleSize)
    var (total, costliest, largest) = (0.0, 0.0, 0.0)
    for index in 0..<looked {
      let settings = plan.configuration(of: CostEstimate.sample(index, of: count)).settings
      let work = operations(settings)
      total += work
      costliest = max(costliest, work)
      largest = max(largest, bytesPerWorker(settings))
    }
    trialCount = plan.trialCount
    self.operations = total / Double(looked) * Double(plan.trialCount)
    costliestTrial = costliest
    self.bytesPerWorker = largest
    fileBytes = fileOverhead + fileBytesPerTrial * Double(plan.trialCount)
    isSampled = looked < count
  }

  /// Seconds until the last trial ends, at `rate` operations a second a worker: the work shared
  /// equally, but never less than the costliest trial takes.
  public func seconds(rate: Double, workers: Int) -> Double {
    max(operations / (rate * Double(max(1, workers))), costliestTrial / rate)
  }

  /// All configurations in order where they are few, otherwise one drawn from each of equal
  /// stretches.
  private static func sample(_ index: Int, of count: Int) -> Int {
    guard count > sampleSize else { return index }
    let stretch = Double(count) / Double(sampleSize)
    let within = AxisDraws(sweepSeed: 0, path: "cost").uniform(index)
    return min(count - 1, Int((Double(index) + within) * stretch))
  }
}
