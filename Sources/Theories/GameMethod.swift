import ComplexModule
import Schema

/// A method by which two players move, step by step; it is linear in their places where the game is quadratic.
protocol GameMethod: Sendable {
  /// The characteristic polynomial of one step in one mode.
  func characteristic(of mode: GameMode) -> CharacteristicPolynomial
  /// The players' places and memory before the first step.
  func start(at place: SIMD2<Double>, in mode: GameMode) -> GamePosition
  /// Makes one step from gradients and products of the mixed derivatives with a vector.
  func advance(_ position: inout GamePosition, in mode: GameMode)
}

/// Both players' places (x, y) in one mode, and the method's memory.
struct GamePosition: Hashable, Sendable {
  var place: SIMD2<Double>
  /// The last move, field or momentum, by method; zero at first unless the method's `start` sets it.
  var memory = SIMD2<Double>.zero
  /// The imaginary part of a complex momentum.
  var otherMemory = SIMD2<Double>.zero
}

extension GameMethod {
  func start(at place: SIMD2<Double>, in mode: GameMode) -> GamePosition {
    GamePosition(place: place)
  }

  /// The spectral radius of one step: the largest modulus of an eigenvalue over all modes.
  ///
  /// - Parameter limit: The search stops above it; the result is then some number above it.
  func radius(of game: QuadraticGame, limit: Double = .infinity) -> Double {
    var largest = 0.0
    for mode in game.modes where largest <= limit {
      largest = max(largest, characteristic(of: mode).radius)
    }
    return largest
  }
}

/// A catalogue entry for a method: its name and coefficients in a sweep file, and how to make it.
struct GameMethodDescription: Sendable {
  /// A number that a method is tuned with.
  struct Coefficient: Sendable {
    let key: String
    /// The default; nil where it is the step size.
    let value: Double?
    let interval: Interval
    /// The default values among which `MinMaxTuning` seeks the best: the first, the last, and how many, evenly spaced.
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
  /// The method's coefficients; the step size comes first.
  let coefficients: [Coefficient]
  /// The number of gradients and products of mixed derivatives that a step evaluates.
  let gradients: Int
  let make: @Sendable (_ coefficients: [Double]) -> any GameMethod

  /// The setting `method` with fixed coefficients.
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

  /// The setting `method` with a grid of values for each coefficient.
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

  /// The method with the coefficients that settings hold.
  func method(_ settings: Settings) -> any GameMethod {
    let stepSize = settings.real("step_size")
    return make(coefficients.map { settings.realUnlessWord($0.key) ?? stepSize })
  }
}
