import Schema

/// The list of all methods for games. A new one is a type that conforms to `GameMethod` and a line here.
enum GameMethodCatalogue {
  static let all = Catalogue<GameMethodDescription>(
    of: "method", key: "method", variant: { Variant($0.name, $0.summary) },
    [
      GameMethodDescription(
        name: "gradient_descent_ascent", summary: "x descends, y ascends, at once",
        coefficients: [stepSize(grid: (0.0025, 1.75, 700))], gradients: 1
      ) { SimultaneousGradients(stepSize: $0[0]) },
      GameMethodDescription(
        name: "alternating_descent_ascent", summary: "x descends, then y ascends",
        coefficients: [stepSize(grid: (0.0025, 1.75, 700))], gradients: 1
      ) { AlternatingGradients(stepSize: $0[0]) },
      heavyBall("positive_momentum", "the heavy ball", .positive),
      heavyBall("negative_momentum", "the heavy ball pulled back", .negative),
      heavyBall("complex_momentum", "a momentum that turns by a quarter a step", .imaginary),
      GameMethodDescription(
        name: "extragradient", summary: "follows the gradient at a place looked ahead at",
        coefficients: [
          stepSize(grid: wide), .init("extrapolation", nil, grid: wide, "γ, of the look ahead"),
        ], gradients: 2
      ) { Extragradient(stepSize: $0[0], extrapolation: $0[1]) },
      GameMethodDescription(
        name: "optimistic_gradient", summary: "adds the gradient's last change",
        coefficients: [
          stepSize(grid: wide), .init("optimism", nil, grid: wide, "γ, of the last gradient"),
        ], gradients: 1
      ) { OptimisticGradient(stepSize: $0[0], optimism: $0[1]) },
      GameMethodDescription(
        name: "consensus", summary: "lowers the gradients' magnitude besides",
        coefficients: [
          stepSize(grid: wide), .init("consensus", 1, grid: wide, "γ of (γ/2)‖gradients‖²"),
        ], gradients: 2
      ) { Consensus(stepSize: $0[0], weight: $0[1]) },
      GameMethodDescription(
        name: "symplectic_adjustment", summary: "takes the turning part of the game into account",
        coefficients: [
          stepSize(grid: wide), .init("adjustment", 1, grid: wide, "κ, of the turning part"),
        ], gradients: 2
      ) { SymplecticAdjustment(stepSize: $0[0], adjustment: $0[1]) },
      GameMethodDescription(
        name: "competitive_gradient", summary: "each player expects the other to move as well",
        coefficients: [stepSize(grid: (0.0025, 1.75, 700))], gradients: 4
      ) { CompetitiveGradient(stepSize: $0[0]) },
      GameMethodDescription(
        name: "lead", summary: "least action: momentum and a magnetic force (arXiv:2010.13846)",
        coefficients: [
          stepSize(grid: narrow), .init("momentum", 0, grid: (-1, 1, 101), "β, of the last move"),
          .init("magnetism", nil, grid: (0, 1, 41), "α, of the opponent's last move"),
        ], gradients: 2
      ) { LeastAction(stepSize: $0[0], momentum: $0[1], magnetism: $0[2]) },
    ])

  private static let wide = (from: 0.035, to: 1.75, count: 50)
  private static let narrow = (from: 0.02, to: 1.0, count: 50)

  private static func stepSize(
    grid: (from: Double, to: Double, count: Int)
  ) -> GameMethodDescription.Coefficient {
    .init("step_size", 0.1, in: .positive, grid: grid, "η, of both players")
  }

  private static func heavyBall(
    _ name: String, _ summary: String, _ direction: HeavyBall.Direction
  ) -> GameMethodDescription {
    GameMethodDescription(
      name: name, summary: summary,
      coefficients: [
        stepSize(grid: narrow),
        .init("momentum", 0.5, in: .unit, grid: (0, 1, 51), "|β|, of the last move"),
      ], gradients: 1
    ) { HeavyBall(stepSize: $0[0], momentum: $0[1], direction: direction) }
  }
}
