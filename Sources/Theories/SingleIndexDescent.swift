import LinearAlgebra
import Records
import Schema

/// A finite two-layer net that learns a single-index target by online gradient descent; `SingleIndexFlow` is its
/// idealisation (arXiv:2303.00055, Eqs 5 and 6, discretised).
///
/// f(x) = (1/m)Σ a_i σ(⟨u_i, x⟩) with rows u_i on the unit sphere of d dimensions. A step of flow time η on a fresh
/// batch of standard normal x: a_i −= (η/ε)·m·∂R/∂a_i, u_i −= η·m·∂R/∂u_i, then rows back to the sphere.
struct SingleIndexDescent: Theory {
  static let variant = Variant(
    "single_index_descent",
    "a finite two-layer net on a single-index target, by online gradient descent",
    HermiteTarget.entries + [
      .real("time_scale_ratio", 0.03, in: .positive, "ε: the second layer learns 1/ε times faster"),
      Entry("readout", .section(ReadoutLaw.section), "weights of the second layer at the start"),
      .integer("neurons", 128, in: 1...100_000, "m; of atoms, a multiple of their number"),
      .integer("dimension", 100, in: 2...100_000, "of the inputs, d"),
      .integer("batch", 256, in: 1...1_000_000, "fresh samples a step"),
      .real(
        "step_size", 0.1, in: Interval(0, 0.3, includesLower: false),
        "η/ε: a step's flow time as a share of time_scale_ratio"),
    ] + FlowTimes.entries)

  let problem: HermiteTarget
  let timeScaleRatio: Double
  /// The flow time η of a step.
  let duration: Double
  let times: FlowTimes
  let readout: [Double]
  let dimension: Int
  let batch: Int
  let seed: UInt64

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    problem = try HermiteTarget(settings)
    timeScaleRatio = settings.real("time_scale_ratio")
    duration = timeScaleRatio * settings.real("step_size")
    readout = try ReadoutLaw.values(settings, seed: seed)
    dimension = settings.integer("dimension")
    batch = settings.integer("batch")
    self.seed = seed
    times = FlowTimes(
      from: duration, to: settings.real("until"), count: settings.integer("checkpoints"))
    guard times.last > duration else {
      throw .unsuitable(
        setting: "until", found: "\(times.last)", expected: "more than a step's time, \(duration)")
    }
  }

  var columns: [Column<SingleIndexReport>] {
    SingleIndexReport.columns(components: problem.count)
  }
  var checkpointCount: Int { times.count }
  var parameterCount: Int { readout.count * (dimension + 1) }

  /// Each step has two matrix products, the units' values and the drawing of samples; each checkpoint has the overlaps.
  var flops: Double { times.last / duration * stepFlops + overlapFlops * Double(times.count) }
  private var stepFlops: Double {
    let units = countProduct(batch, readout.count)
    return 4 * units * Double(dimension) + 10 * units * Double(problem.count)
      + 50 * countProduct(batch, dimension)
  }
  private var overlapFlops: Double {
    2 * countProduct(readout.count, readout.count) * Double(dimension + problem.count)
  }
  var quietFlops: Double { max(stepFlops, overlapFlops) }
  var memory: Double {
    8
      * (countProduct(2, readout.count, dimension) + countProduct(2, batch, readout.count)
        + countProduct(batch, dimension) + countProduct(3, readout.count, readout.count))
  }

  func integrator() -> SingleIndexTraining { SingleIndexTraining(self) }
}
