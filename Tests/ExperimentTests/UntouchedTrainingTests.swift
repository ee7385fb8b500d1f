import Experiment
import Records
import Schema
import SweepFiles
import Testing

/// What is observed, and how often, changes neither the training nor anything else that is observed: all of it can be
/// added to trials that are run again.
@Suite struct UntouchedTrainingTests {
  private static let nets = [
    """
    task: {name: lag-echo, batch: 4, length: 12, lag: 3, symbols: 4, validation_samples: 16}
    model: {width: 6, modules: 2}
    """,
    """
    task: {name: fashion-image, batch: 4, validation_samples: 16}
    model: {cell: feed_forward, widths: [5]}
    """,
    """
    task: {name: two-moons, samples: 16, validation_samples: 16}
    model: {cell: feed_forward, widths: [5]}
    """,
  ]

  private static let keys: [String] = ExperimentSchema.section.entries.flatMap { entry in
    guard entry.key == "observe", case .section(let section) = entry.kind else { return [String]() }
    return section.entries.map(\.key)
  }

  /// Bit patterns of what is recorded, by quantity and step.
  private func bits(_ text: String) throws -> [String: [Int: [UInt64]]] {
    let trial = try trial(text)
    var found: [String: [Int: [UInt64]]] = [:]
    for (step, record) in zip(trial.checkpointSteps, try trial.records()) {
      for (name, numbers) in record {
        found[name, default: [:]][step] = numbers.map { $0.isNaN ? .max : $0.bitPattern }
      }
    }
    return found
  }

  private func text(
    _ net: String, _ observe: String, _ training: String = "", window: String = ""
  ) -> String {
    """
    \(net)
    training: {steps: 9, clip: 0.5, checkpoints: {count: 4\(window)}\(training)}
    observe: {\(observe)}
    """
  }

  @Test func `no observable changes the training, or what others find`() throws {
    var tried: Set<String> = []
    for net in Self.nets {
      let own = "effective_rank: {samples: 8}"
      let alone = try bits(text(net, own))
      for key in Self.keys where key != "effective_rank" {
        let settings = key == "under_change" ? "{changes: [{lag: 4}], adapt: {steps: 2}}" : "{}"
        // Some do not fit some nets.
        guard let beside = try? bits(text(net, "\(own), \(key): \(settings)")) else { continue }
        if beside.count > alone.count { tried.insert(key) }
        for (name, course) in alone { #expect(beside[name] == course, "\(name) beside \(key)") }
      }
    }
    #expect(tried.count >= 12, "\(tried.sorted())")
  }

  @Test(arguments: [
    "", ", precision: float64, optimizer: sgd, warmup: 4", ", weight_noise: 0.1",
    ", flossing: {exponents: 2, window: 8, discarded: 2, updates: 3, at: [0, 4]}",
    ", phases: [{steps: 4, train: [readout]}, {steps: 3, task: {lag: 2}}], redraw: [readout]",
  ])
  func `further checkpoints change nothing at the others`(_ training: String) throws {
    let observe = "effective_rank: {samples: 8}, lyapunov: {trajectories: 2, steps: 8, warmup: 2}"
    let net = Self.nets[0]
    let few = try bits(text(net, observe, training))
    let many = try bits(
      text(net, observe, training, window: ", window: {from: 2, count: 50, every: 2}"))
    let steps = try trial(text(net, observe, training)).checkpointSteps
    let last = steps[steps.count - 1]
    let expected = Set(steps).union(stride(from: 2, through: last, by: 2))
    for (name, course) in few {
      let closer = try #require(many[name])
      #expect(Set(closer.keys) == expected)
      for (step, numbers) in course { #expect(closer[step] == numbers, "\(name) at \(step)") }
    }
  }

  @Test func `a window lies where it is written and ends with the training`() throws {
    func steps(_ window: String) throws -> [Int] {
      try trial(text(Self.nets[0], "", window: ", window: {\(window)}")).checkpointSteps
    }
    #expect(try trial(text(Self.nets[0], "")).checkpointSteps == [0, 1, 3, 9])
    #expect(try steps("from: 4, count: 3") == [0, 1, 3, 4, 5, 6, 9])
    #expect(try steps("from: 1, count: 100, every: 4") == [0, 1, 3, 5, 9])
    #expect(try steps("from: 10, count: 2") == [0, 1, 3, 9])
  }
}
