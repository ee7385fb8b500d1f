import ComplexModule
import Schema

/// How two players move, step by step: linear in their places where the game is quadratic.
protocol GameMethod: Sendable {
  /// Of one step in one mode.
  func characteristic(of mode: GameMode) -> CharacteristicPolynomial
  /// Where the players stand, and what they remember, before the first step.
  func start(at place: SIMD2<Double>, in mode: GameMode) -> GamePosition
  /// One step, made of what the players can compute: gradients, and products of their mixed derivatives with a vector.
  func advance(_ position: inout GamePosition, in mode: GameMode)
}

/// Both players' places in one mode, (x, y), and what a method remembers.
struct GamePosition: Hashable, Sendable {
  var place: SIMD2<Double>
  /// The last move, field or momentum; zero at first where a method says nothing else.
  var memory = SIMD2<Double>.zero
  /// The imaginary part of a complex momentum.
  var otherMemory = SIMD2<Double>.zero
}

extension GameMethod {
  func start(at place: SIMD2<Double>, in mode: GameMode) -> GamePosition {
    GamePosition(place: place)
  }

  /// The largest modulus of an eigenvalue of one step, over all modes; some number above `limit` where it is above it.
  func radius(of game: QuadraticGame, limit: Double = .infinity) -> Double {
    var largest = 0.0
    for mode in game.modes where largest <= limit {
      largest = max(largest, characteristic(of: mode).radius)
    }
    return largest
  }
}

/// A method as a sweep file names it.
struct GameMethodDescription: Sendable {
  struct Coefficient: Sendable {
    let key: String
    /// Nil: the step size.
    let value: Double?
    let interval: Interval
    /// The values among which the best is sought: from, to, how many.
    let grid: (from: Double, to: Double, count: Int)
    let summary: String

    init(
      _ key: String, _ value: Double?, in interval: Interval = .finite,
      grid: (from: Double, to: Double, count: Int), _ summary: String
    ) {
      (self.key, self.value, self.interval) = (key, value, interval)
      (self.grid, self.summary) = (grid, summary)
    }
  }

  let name: String
  let summary: String
  /// The step size first.
  let coefficients: [Coefficient]
  /// Gradients, and products of mixed derivatives, a step.
  let gradients: Int
  let make: @Sendable (_ coefficients: [Double]) -> any GameMethod

  /// Settings of a method with fixed coefficients.
  static var entry: Entry {
    variant { method in
      method.coefficients.map { coefficient in
        guard let value = coefficient.value else {
          return Entry(
            coefficient.key,
            .value(
              .word("step_size", or: .real(coefficient.interval)), default: .text("step_size")),
            coefficient.summary)
        }
        return .real(coefficient.key, value, in: coefficient.interval, coefficient.summary)
      }
    }
  }

  /// Settings of a method whose coefficients are sought.
  static var gridEntry: Entry {
    variant { method in
      method.coefficients.map { coefficient in
        let grid = coefficient.grid
        return Entry(
          coefficient.key,
          .list(
            .real(.finite), default: [.real(grid.from), .real(grid.to), .real(Double(grid.count))]),
          "\(coefficient.summary); from, to, how many")
      }
    }
  }

  private static func variant(_ entries: (GameMethodDescription) -> [Entry]) -> Entry {
    Entry(
      "method",
      .variant(
        GameMethodCatalogue.all.all.map { Variant($0.name, $0.summary, entries($0)) }, default: nil),
      "how the players move")
  }

  /// The method that decoded settings name.
  static func named(_ settings: Settings) -> GameMethodDescription {
    GameMethodCatalogue.all.chosen(by: settings)
  }

  /// With the coefficients that settings hold.
  func method(_ settings: Settings) -> any GameMethod {
    let stepSize = settings.real("step_size")
    return make(coefficients.map { settings.realUnlessWord($0.key) ?? stepSize })
  }
}
