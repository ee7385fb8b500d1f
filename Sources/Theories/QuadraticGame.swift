import Foundation
import LinearAlgebra
import RandomStreams
import Schema

/// A quadratic game f(x, y) = ½xᵀHx − ½yᵀHy + xᵀAy in coordinates in which H and A are diagonal, so that each mode is
/// an independent game.
///
/// Where H is a multiple of the identity these are the coordinates of A's singular vectors; all methods commute with
/// the rotation into them.
struct QuadraticGame: Hashable, Sendable {
  let modes: [GameMode]

  static let section = Section([
    Entry(
      "kind",
      .variant(
        [
          Variant(
            "bilinear", "xᵀAy with given singular values, and one curvature",
            [
              Entry(
                "couplings", .list(.real(.finite), default: [.real(1)]), "singular values of A"),
              curvature,
            ]),
          Variant(
            "conditioned", "xᵀAy with random singular values, and one curvature",
            [
              .integer("size", 10, in: 2...100_000, "of A"),
              .real(
                "condition", 10, in: Interval(1, .infinity, includesUpper: false),
                "largest singular value, which is 1, over the least; the others lie evenly at "
                  + "random in the logarithm"),
              curvature,
            ]),
          Variant(
            "adversarial", "modes (1 − γ)a − iγa, from minimisation at γ = 0 to rivalry at γ = 1",
            [
              // NumPy's first numbers of seed 0, with both ends forced, as in the authors' script.
              Entry(
                "shares",
                .list(
                  .real(.unit),
                  default: [0, 0.71518937, 0.60276338, 0.54488318, 0.42365480, 0.64589411, 1].map {
                    .real($0)
                  }), "γ of each mode, as a share of the largest")
            ] + rivalry),
          Variant(
            "adversarial_random", "the same with random γ",
            [
              .integer("size", 7, in: 2...100_000, "how many modes")
            ] + rivalry),
        ], default: "bilinear"), "which game")
  ])

  private static let curvature = Entry.real(
    "curvature", 0, in: .nonnegative, "h of (h/2)‖x‖² − (h/2)‖y‖²")

  private static let rivalry: [Entry] = [
    .real("adversarialness", 0.5, in: .unit, "the largest γ"),
    .real("weakest", 0.25, in: .positive, "a of the first mode"),
    .real("strongest", 4, in: .positive, "a of the last mode, the others evenly between"),
  ]

  init(_ settings: Settings, seed: UInt64) throws(TheoryError) {
    switch settings.text("kind") {
    case "adversarial": modes = Self.adversarial(settings, settings.numbers("shares"))
    case "adversarial_random":
      modes = Self.adversarial(settings, Self.shares(settings.integer("size"), seed))
    case "conditioned": modes = Self.conditioned(settings, seed)
    default:
      let curvature = settings.real("curvature")
      modes = settings.numbers("couplings").map { GameMode(curvature: curvature, coupling: $0) }
    }
    guard !modes.isEmpty else {
      throw .unsuitable(setting: "game.kind", found: "no modes", expected: "at least one")
    }
  }

  private static func adversarial(_ settings: Settings, _ shares: [Double]) -> [GameMode] {
    let (weakest, strongest) = (settings.real("weakest"), settings.real("strongest"))
    return shares.indices.map { index in
      let place = Double(index) / Double(max(1, shares.count - 1))
      let strength = weakest + place * (strongest - weakest)
      let rivalry = settings.real("adversarialness") * shares[index]
      return GameMode(curvature: (1 - rivalry) * strength, coupling: rivalry * strength)
    }
  }

  private static func conditioned(_ settings: Settings, _ seed: UInt64) -> [GameMode] {
    let logarithm = log(settings.real("condition"))
    return shares(settings.integer("size"), seed).map { share in
      GameMode(curvature: settings.real("curvature"), coupling: exp(-logarithm * (1 - share)))
    }
  }

  /// 0, then uniform random numbers, then 1; they are the same for all games of one size and seed.
  private static func shares(_ count: Int, _ seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: "game modes")
    return [0] + (0..<count - 2).map { _ in random.uniform() } + [1]
  }
}
