import Foundation
import LinearAlgebra
import RandomStreams
import Records
import Schema

/// LEAD in continuous time: both players move as one particle under the game's forces, a magnetic force and friction
/// (Askari Hemmat et al., arXiv:2010.13846).
///
///     ẍ = −∇_x f − q ∇_xy f·ẏ − μẋ,   ÿ = +∇_y f + q ∇_yx f·ẋ − μẏ
///
/// At q = 2/μ + μ a Lyapunov function of f = (h/2)‖x‖² − (h/2)‖y‖² + xᵀAy falls, and stays below E(0)e^(−ρt):
///
///     E = ½‖ẋ + μx + μAy‖² + ½‖ẏ + μy − μAᵀx‖² + ½‖ẋ‖² + ½‖ẏ‖² + xᵀ(h + AAᵀ)x + yᵀ(h + AᵀA)y
///     ρ = min{μ/(1 + μ), 2μ(σ² + h)/((1 + σ² + 2h)(μ² + μ) + 2σ²)},   σ the least singular value of A
///
/// Places and speeds start from standard normal numbers; the equations are integrated by the fourth-order Runge–Kutta
/// method.
struct LeastActionFlow: Theory {
  static let variant = Variant(
    "least_action_flow", "LEAD in continuous time, and its Lyapunov function",
    [
      Entry("game", .section(QuadraticGame.section), "what is played, of one curvature"),
      .real("friction", 1, in: .positive, "μ, of both players"),
      .real("magnetism", 1, in: .nonnegative, "q, in units of 2/μ + μ"),
      .real("until", 30, in: .positive, "time at the end, in units of 1/μ"),
      .real("time_step", 0.005, in: .positive, "at most; that which parts the time evenly"),
      .integer("checkpoints", 61, in: 2...100_000, "times recorded, evenly spaced"),
    ])

  let game: QuadraticGame
  let friction: Double
  let magnetism: Double
  /// The number of steps between two checkpoints.
  let stride: Int
  /// The time that each step takes.
  let timeStep: Double
  let checkpointCount: Int
  let seed: UInt64

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    game = try QuadraticGame(settings.section("game"), seed: seed)
    guard Set(game.modes.map(\.curvature)).count == 1 else {
      throw .unsuitable(
        setting: "game.kind", found: "modes of different curvature",
        expected: "bilinear or conditioned: the Lyapunov function is that of one curvature")
    }
    friction = settings.real("friction")
    magnetism = settings.real("magnetism") * (2 / friction + friction)
    checkpointCount = settings.integer("checkpoints")
    let interval = settings.real("until") / friction / Double(checkpointCount - 1)
    let steps = (interval / settings.real("time_step")).rounded(.up)
    guard steps >= 1, interval / steps > 0 else {
      throw .unsuitable(
        setting: "until", found: "a time too short for a number",
        expected: "a longer one, or less friction")
    }
    guard steps * Double(checkpointCount) < 1e12 else {
      throw .unsuitable(
        setting: "time_step", found: "\(settings.real("time_step"))",
        expected: "no more than 1e12 of them")
    }
    stride = Int(steps)
    timeStep = interval / steps
    self.seed = seed
  }

  var columns: [Column<LeastActionMotion>] {
    let paper = GameReport.paper
    return [
      Column("flow_time", "time of the flow") { $0.time },
      Column("lyapunov_function", "the Lyapunov function E", paper) { $0.energy },
      Column("lyapunov_bound", "what E stays below: E(0)e^(-rho t)", paper) { $0.bound },
      Column(
        "largest_rise", "the most that E has risen in a step so far, as a share of E(0)"
      ) { $0.step > 0 ? $0.largestRise : .nan },
      Column("largest_bound_ratio", "the largest E over its bound so far, of all steps") {
        $0.largestRatio
      },
    ]
  }
  var parameterCount: Int { 4 * game.modes.count }
  var flops: Double { countProduct(stride, checkpointCount, game.modes.count, 150) }
  var memory: Double { countProduct(game.modes.count, 128) }

  /// The rate ρ at which the bound falls.
  var boundRate: Double {
    let curvature = game.modes[0].curvature
    let least = game.modes.map { $0.coupling * $0.coupling }.min() ?? 0
    let square = friction * friction
    return min(
      friction / (1 + friction),
      2 * friction * (least + curvature)
        / ((1 + least + 2 * curvature) * (square + friction) + 2 * least))
  }

  func integrator() -> LeastActionMotion { LeastActionMotion(self) }
}

final class LeastActionMotion: Integrator {
  let theory: LeastActionFlow
  /// The places (x, y) of each mode, then their speeds.
  private var phases: [SIMD4<Double>]
  private(set) var step = 0
  private(set) var energy = 0.0
  private var firstEnergy = 0.0
  private(set) var largestRise = -Double.infinity
  private(set) var largestRatio = 1.0

  init(_ theory: LeastActionFlow) {
    self.theory = theory
    var random = RandomStream(seed: theory.seed, purpose: "game start")
    phases = theory.game.modes.map { _ in
      SIMD4(random.normal(), random.normal(), random.normal(), random.normal())
    }
    energy = presentEnergy
    firstEnergy = energy
  }

  var time: Double { Double(step) * theory.timeStep }
  /// The bound E(0)e^(−ρt).
  var bound: Double { firstEnergy * exp(-theory.boundRate * time) }
  var isFinite: Bool { energy.isFinite }
  func hasReached(checkpoint: Int) -> Bool { step >= checkpoint * theory.stride }

  func advance() {
    for (index, mode) in theory.game.modes.enumerated() {
      phases[index] = moved(phases[index], in: mode)
    }
    step += 1
    let before = energy
    energy = presentEnergy
    largestRise = max(largestRise, (energy - before) / firstEnergy)
    largestRatio = max(largestRatio, energy / bound)
  }

  private func moved(_ phase: SIMD4<Double>, in mode: GameMode) -> SIMD4<Double> {
    let whole = theory.timeStep
    let first = rate(phase, in: mode)
    let second = rate(phase + (whole / 2) * first, in: mode)
    let third = rate(phase + (whole / 2) * second, in: mode)
    let fourth = rate(phase + whole * third, in: mode)
    return phase + (whole / 6) * (first + 2 * second + 2 * third + fourth)
  }

  private func rate(_ phase: SIMD4<Double>, in mode: GameMode) -> SIMD4<Double> {
    let (place, speed) = (phase.lowHalf, phase.highHalf)
    let force =
      mode.field(place) + theory.magnetism * mode.mixed(speed) + theory.friction * speed
    return SIMD4(lowHalf: speed, highHalf: -force)
  }

  /// The Lyapunov function E at the present places and speeds.
  private var presentEnergy: Double {
    zip(theory.game.modes, phases).reduce(0) { sum, part in
      let mode = part.0
      let (place, speed) = (part.1.lowHalf, part.1.highHalf)
      let drift = speed + theory.friction * (place + mode.mixed(place))
      let strength = mode.curvature + mode.coupling * mode.coupling
      return sum + (drift * drift).sum() / 2 + (speed * speed).sum() / 2
        + strength * (place * place).sum()
    }
  }

  var state: [Double] {
    [firstEnergy, largestRise, largestRatio]
      + phases.flatMap { [$0.x, $0.y, $0.z, $0.w] }
  }
  func restore(from state: [Double], step: Int) {
    self.step = step
    (firstEnergy, largestRise, largestRatio) = (state[0], state[1], state[2])
    phases = phases.indices.map { index in
      let numbers = Array(state.dropFirst(3 + 4 * index).prefix(4))
      return SIMD4(numbers[0], numbers[1], numbers[2], numbers[3])
    }
    energy = presentEnergy
  }
}
