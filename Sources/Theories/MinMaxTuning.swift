import LinearAlgebra
import Records
import Schema

/// The best coefficients of a method for a quadratic game: the combination of a grid with the least spectral radius
/// (Askari Hemmat et al., arXiv:2010.13846).
///
/// A step of the search tries all values of the other coefficients at one step size.
struct MinMaxTuning: Theory {
  static let variant = Variant(
    "min_max_tuning", "the best coefficients of a method for a quadratic game",
    [
      Entry("game", .section(QuadraticGame.section), "what is played"),
      GameMethodDescription.gridEntry,
    ])

  let game: QuadraticGame
  let description: GameMethodDescription
  /// The values of each coefficient.
  let grids: [[Double]]

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    game = try QuadraticGame(settings.section("game"), seed: seed)
    let description = GameMethodDescription.named(settings)
    var grids: [[Double]] = []
    for coefficient in description.coefficients {
      grids.append(try Self.grid(settings, coefficient.key))
    }
    (self.description, self.grids) = (description, grids)
    // A step of the search then takes about a second.
    guard combinations * Double(game.modes.count) <= 1e7 else {
      throw .unsuitable(
        setting: description.coefficients.last?.key ?? "method",
        found: "\(combinations) combinations at a step size, for \(game.modes.count) modes",
        expected: "at most 1e7 of both together")
    }
  }

  /// The number of combinations of the coefficients other than the step size.
  private var combinations: Double { grids.dropFirst().reduce(1) { $0 * Double($1.count) } }

  private static func grid(_ settings: Settings, _ key: String) throws(TheoryError) -> [Double] {
    let numbers = settings.numbers(key)
    guard numbers.count == 3, let count = Int(exactly: numbers[2]), (1...100_000).contains(count)
    else {
      throw .unsuitable(
        setting: key, found: numbers.map { "\($0)" }.joined(separator: ", "),
        expected: "three numbers: from, to, and how many, 1 to 100000")
    }
    let width = numbers[1] - numbers[0]
    return (0..<count).map { numbers[0] + width * Double($0) / Double(max(1, count - 1)) }
  }

  var columns: [Column<TuningSearch>] {
    [
      GameReport.radius { $0.least },
      GameReport.gradients(each: description.gradients) { $0.least },
    ]
      + description.coefficients.enumerated().map { index, coefficient in
        Column("best_\(coefficient.key)", "\(coefficient.summary), where the radius is least") {
          $0.best[index]
        }
      }
  }
  let checkpointCount = 1
  var parameterCount: Int { description.coefficients.count }
  var flops: Double {
    100 * Double(grids[0].count) * combinations * Double(game.modes.count)
  }
  var memory: Double { countProduct(game.modes.count, 16) }

  func integrator() -> TuningSearch { TuningSearch(self) }
}

final class TuningSearch: Integrator {
  let theory: MinMaxTuning
  private(set) var step = 0
  private(set) var least = Double.infinity
  private(set) var best: [Double]

  init(_ theory: MinMaxTuning) {
    self.theory = theory
    best = theory.grids.map { _ in .nan }
  }

  /// Always true: a coefficient that is far too large has a radius of NaN, but others have a finite one.
  var isFinite: Bool { true }
  func hasReached(checkpoint: Int) -> Bool { step >= theory.grids[0].count }

  func advance() {
    visit([theory.grids[0][step]])
    step += 1
  }

  /// Tries all values of the coefficients that are not chosen yet.
  private func visit(_ chosen: [Double]) {
    guard chosen.count == theory.grids.count else {
      for value in theory.grids[chosen.count] { visit(chosen + [value]) }
      return
    }
    let radius = theory.description.make(chosen).radius(of: theory.game, limit: least)
    if radius < least { (least, best) = (radius, chosen) }
  }

  var state: [Double] { [least] + best }
  func restore(from state: [Double], step: Int) {
    self.step = step
    least = state[0]
    best = Array(state.dropFirst())
  }
}
