import Foundation
import Records
import Schema

/// Gradient flow of an infinitely wide two-layer net on a single-index target, inputs of infinite dimension
/// (Berthier, Montanari and Zhou, arXiv:2303.00055, Eqs 23 and 38).
///
/// The net is (1/m)Σ a_i σ(⟨u_i, x⟩); a_i is the weight of neuron i and s_i = ⟨u_i, u*⟩ its alignment, 0 at the start:
///
///     c_k = σ_k (1/m)Σ a_i s_iᵏ,   e_k = φ_k − c_k,   risk = ½Σ e_k²
///     ε ȧ_i = Σ σ_k e_k s_iᵏ,   ṡ_i = a_i (1 − s_i²) Σ k σ_k e_k s_iᵏ⁻¹
///
/// It depends on the net's width only through the distribution of a_i(0): a few atoms of equal weight describe the
/// limit of infinitely many neurons.
struct SingleIndexFlow: Theory {
  static let variant = Variant(
    "single_index", "the flow of a wide two-layer net on a single-index target",
    HermiteTarget.entries + [
      .real("time_scale_ratio", 1e-3, in: .positive, "ε: the second layer learns 1/ε times faster"),
      Entry("readout", .section(ReadoutLaw.section), "weights of the second layer at the start"),
      .integer(
        "neurons", 4, in: 1...1_000_000, "neurons followed; of atoms, a multiple of their number"),
      .real(
        "step_size", 0.005, in: Interval(0, 0.5, includesLower: false),
        "c: a time step as a share of the time passed and of the fastest change's"),
    ] + FlowTimes.entries)

  let problem: HermiteTarget
  let timeScaleRatio: Double
  let stepSize: Double
  let times: FlowTimes
  /// The initial weights a_i(0).
  let readout: [Double]

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    problem = try HermiteTarget(settings)
    timeScaleRatio = settings.real("time_scale_ratio")
    stepSize = settings.real("step_size")
    readout = try ReadoutLaw.values(settings, seed: seed)
    times = FlowTimes(
      from: timeScaleRatio / 100, to: settings.real("until"),
      count: settings.integer("checkpoints"))
    guard times.last > timeScaleRatio / 100 else {
      throw .unsuitable(
        setting: "until", found: "\(times.last)",
        expected: "more than a hundredth of time_scale_ratio")
    }
  }

  var columns: [Column<SingleIndexReport>] {
    SingleIndexReport.columns(components: problem.count)
  }
  var checkpointCount: Int { times.count }
  var parameterCount: Int { 2 * readout.count }

  /// A fixed number of steps for each factor e of time passed, doubled for the fast phases (measured).
  var flops: Double {
    let steps = 2 * times.count(ofStepsOf: stepSize, ratio: timeScaleRatio)
    return steps * Double(readout.count) * Double(8 * problem.count)
  }
  var memory: Double { 16 * Double(readout.count) }

  func integrator() -> SingleIndexIntegrator { SingleIndexIntegrator(self) }
}

extension FlowTimes {
  /// The number of steps of size c that a time grid relative to t + ε has, ln((t + ε)/ε)/c.
  fileprivate func count(ofStepsOf size: Double, ratio: Double) -> Double {
    log1p(last / ratio) / size
  }
}
