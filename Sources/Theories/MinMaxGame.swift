import Foundation
import LinearAlgebra
import Records
import Schema

/// A quadratic game of two players, played step by step by one method (Askari Hemmat et al., arXiv:2010.13846).
///
/// Every mode starts from (√½, √½). A game that diverges is a result too: places are kept as a number times a power of
/// two, so that they neither overflow nor vanish.
struct MinMaxGame: Theory {
  static let variant = Variant(
    "min_max_game", "two players of a quadratic game, one descends and one ascends",
    [
      Entry("game", .section(QuadraticGame.section), "what they play"),
      GameMethodDescription.entry,
      .integer("steps", 2000, in: 2...100_000_000, "of both players"),
      .integer("checkpoints", 21, in: 2...100_000, "steps recorded, evenly spaced"),
    ])

  let game: QuadraticGame
  let method: any GameMethod
  let gradients: Int
  let steps: Int
  let checkpoints: [Int]

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    game = try QuadraticGame(settings.section("game"), seed: seed)
    let description = GameMethodDescription.named(settings)
    method = description.method(settings)
    gradients = description.gradients
    steps = settings.integer("steps")
    checkpoints = CheckpointSchedule(count: settings.integer("checkpoints"), spacing: .linear)
      .steps(upTo: steps)
  }

  var columns: [Column<GamePlay>] {
    [
      Column("log_distance", "distance from the game's rest, its logarithm in nats") {
        $0.logDistance
      },
      Column(
        "measured_rate", units: "step-1",
        "slope of log_distance over the last half of the steps, nats; none before the end"
      ) { $0.rate },
      GameReport.radius { $0.radius },
      GameReport.gradients(each: gradients) { $0.radius },
      Column(
        "rotation", over: [Quantity.Dimension("mode", size: game.modes.count)],
        units: "rad step-1",
        "mean angle by which a mode turns, over the last half of the steps"
      ) { $0.rotations },
    ]
  }
  var checkpointCount: Int { checkpoints.count }
  var parameterCount: Int { 2 * game.modes.count }
  var flops: Double { countProduct(steps, game.modes.count, 60) }
  var memory: Double { countProduct(game.modes.count, 128) }

  func integrator() -> GamePlay { GamePlay(self) }
}

final class GamePlay: Integrator {
  let theory: MinMaxGame
  private var modes: [ScaledMode]
  private(set) var step = 0
  /// Σ (k − k̄) ln‖w_k‖ over the last half of the steps k.
  private var moment = 0.0

  init(_ theory: MinMaxGame) {
    self.theory = theory
    let start = SIMD2(repeating: 0.5.squareRoot())
    modes = theory.game.modes.map { mode in
      ScaledMode(position: theory.method.start(at: start, in: mode))
    }
    note()
  }

  /// The number of steps after which the last half begins.
  private var middle: Int { theory.steps / 2 }
  /// The number of places noted in the last half, the place at `middle` included.
  private var noted: Int { theory.steps - middle + 1 }

  var isFinite: Bool {
    modes.allSatisfy { $0.position.place.x.isFinite && $0.position.place.y.isFinite }
  }
  func hasReached(checkpoint: Int) -> Bool { step >= theory.checkpoints[checkpoint] }

  func advance() {
    for (index, mode) in theory.game.modes.enumerated() {
      modes[index].advance(by: theory.method, in: mode, turning: step >= middle)
    }
    step += 1
    note()
  }

  private func note() {
    guard step >= middle else { return }
    moment += (Double(step) - Double(middle + theory.steps) / 2) * logDistance
  }

  /// The logarithm of the distance from rest, ln‖w‖.
  var logDistance: Double {
    let highest = modes.map(\.exponent).max() ?? 0
    let square = modes.reduce(0) { sum, mode in
      let place = mode.position.place
      return sum + (place * place).sum() * exp2(2 * (mode.exponent - highest))
    }
    return log(square) / 2 + highest * log(2)
  }

  /// The least-squares slope of ln‖w_k‖ over k, with Σ (k − k̄)² = n(n² − 1)/12; NaN before the end.
  var rate: Double {
    let count = Double(noted)
    return step == theory.steps ? moment * 12 / (count * (count * count - 1)) : .nan
  }

  /// The spectral radius of a step of the method.
  private(set) lazy var radius = theory.method.radius(of: theory.game)

  /// The mean angle by which each mode turns, radians a step; NaN before the last half of the steps.
  var rotations: [Double] {
    let turned = Double(max(0, step - middle))
    return modes.map { turned > 0 ? $0.angle / turned : .nan }
  }

  var state: [Double] { [moment] + modes.flatMap(\.state) }
  func restore(from state: [Double], step: Int) {
    self.step = step
    moment = state[0]
    for index in modes.indices {
      modes[index] = ScaledMode(state: state.dropFirst(1 + ScaledMode.size * index))
    }
  }
}

/// One mode's places and memory as numbers times 2^`exponent`.
private struct ScaledMode {
  static let size = 8

  var position: GamePosition
  /// A whole number.
  var exponent = 0.0
  /// The angle by which the places have turned, radians.
  var angle = 0.0

  init(position: GamePosition) { self.position = position }

  mutating func advance(by method: any GameMethod, in mode: GameMode, turning: Bool) {
    let old = position.place
    method.advance(&position, in: mode)
    if turning {
      let new = position.place
      angle += atan2(old.x * new.y - old.y * new.x, (old * new).sum())
    }
    rescale()
  }

  /// Brings the numbers back to the middle of their range. Powers of two change no digit, and every method is linear.
  private mutating func rescale() {
    let parts = [position.place, position.memory, position.otherMemory]
    let largest = parts.map { max(abs($0.x), abs($0.y)) }.max() ?? 0
    guard largest > 0, largest.isFinite, !(0x1p-64...0x1p64).contains(largest) else { return }
    let shift = Double(largest.exponent)
    let factor = exp2(-shift)
    position.place *= factor
    position.memory *= factor
    position.otherMemory *= factor
    exponent += shift
  }

  var state: [Double] {
    [position.place, position.memory, position.otherMemory].flatMap { [$0.x, $0.y] }
      + [exponent, angle]
  }

  init(state: ArraySlice<Double>) {
    let numbers = Array(state.prefix(Self.size))
    position = GamePosition(
      place: SIMD2(numbers[0], numbers[1]), memory: SIMD2(numbers[2], numbers[3]),
      otherMemory: SIMD2(numbers[4], numbers[5]))
    (exponent, angle) = (numbers[6], numbers[7])
  }
}
