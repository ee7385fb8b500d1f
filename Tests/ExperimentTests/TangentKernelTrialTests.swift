import Foundation
import Testing

@testable import Experiment
@testable import Records

@Suite struct TangentKernelTrialTests {
  private let moons = """
    task: {name: two-moons, samples: 40, validation_samples: 20}
    model: {cell: feed_forward, widths: [12, 8], activation: tanh}
    training:
      optimizer: momentum
      learning_rate: 0.1
      steps: 60
      checkpoints: {count: 3, spacing: linear}
    observe: {tangent_kernel: {samples: 64, eigenvalues: 50}}
    """

  private let disk = """
    task: {name: disk, samples: 40, validation_samples: 40, label_noise: 0.25}
    model: {cell: feed_forward, widths: [12, 8], output: {scale: 10, from_start: true}}
    training: {learning_rate: 0.001, steps: 60, checkpoints: {count: 3, spacing: linear}}
    observe: {tangent_kernel: {samples: 30}, kernel_eigenfunctions: {side: 8}}
    """

  @Test func `the kernel starts as itself and moves on, on both kinds of points`()
    throws
  {
    let found = try trial(moons).records()
    func pair(_ name: String, _ place: Int) -> [Double] { found[place]["kernel_\(name)"] ?? [] }
    for name in ["start_alignment", "centred_start_alignment"] {
      #expect(pair(name, 0).allSatisfy { abs($0 - 1) < 1e-12 })
      #expect(pair(name, 2).count == 2 && pair(name, 2).allSatisfy { $0 > 0 && $0 < 0.999 })
    }
    #expect(pair("target_alignment", 2).allSatisfy { $0 > 0 && $0 < 1 })
    #expect(pair("target_alignment", 0) != pair("target_alignment", 2))
    // 40 and 20 points: the rest of 50 eigenvalues is not there; centring takes from the trace.
    let values = pair("eigenvalue", 0)
    for (set, count) in [40, 20].enumerated() {
      let own = values[50 * set..<50 * (set + 1)]
      #expect(own.count { !$0.isNaN } == count)
      #expect(own.prefix(count).reduce(0, +) < pair("trace", 0)[set])
    }
  }

  @Test func `easy and difficult points stand beside those of training, and pictures beside them`()
    throws
  {
    let found = try trial(disk).records()
    let start = try #require(found.first)
    #expect(start["kernel_target_alignment"]?.count == 4)
    #expect(start["kernel_trace_ratio"]?.count == 12)
    // Outputs that start at 0, a sum of forty numbers in single precision.
    #expect(start["train_loss"].map { abs($0[0] - log(2)) < 1e-6 } == true)
    // Of 40 points 10 are difficult: the trace is larger than the eigenvalues that there are.
    let values = try #require(start["kernel_eigenvalue"])
    #expect(values[60..<80].count { !$0.isNaN } == 10 && values[40..<60].count { !$0.isNaN } == 20)
    let function = try #require(found.last?["kernel_eigenfunction"])
    #expect(function.count == 5 * 64)
    let meanSquare = function[0..<64].map { $0 * $0 }.reduce(0, +) / 64
    #expect(abs(meanSquare - 1) < 1e-12)
    let alignments = try #require(found.last?["kernel_eigenfunction_alignment"])
    #expect(alignments.allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  @Test(arguments: [0, 1])
  func `a trial that goes on records the same kernels bit by bit`(_ sweep: Int) throws {
    let trial = try trial([moons, disk][sweep])
    var (calm, states): ([CheckpointRecord], [SavedTrial]) = ([], [])
    _ = try trial.run(
      from: nil, heartbeat: { _, state in states.append(state()) }, observingHeartbeat: { _, _ in },
      report: { calm.append($0) })
    let state = try #require(states.first { $0.step == 40 })
    var rest: [CheckpointRecord] = []
    _ = try trial.run(
      from: state, heartbeat: { _, _ in }, observingHeartbeat: { _, _ in },
      report: { rest.append($0) })
    // As texts: what is not there is NaN.
    #expect(rest.map { "\($0.values)" } == calm.suffix(1).map { "\($0.values)" })
  }
}
