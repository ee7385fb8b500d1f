import Foundation
import Records
package import Schema

/// The learning rate as a pure function of the step.
///
/// A linear warm-up of w steps, η·(t + 1)/w, then a decay whose clock starts when the warm-up ends.
package struct LearningRateSchedule: Hashable, Sendable {
  /// How the rate falls after the warm-up; u counts steps from there.
  package enum Decay: Hashable, Sendable {
    /// η.
    case constant
    /// η · factor^(u / steps), at every step and not in stairs.
    case exponential(factor: Double, steps: Int)
    /// η · (floor + (1 − floor)·½(1 + cos πu/U)), where U is what the warm-up leaves of the training
    /// (Loshchilov & Hutter 2017, without restarts).
    case cosine(floor: Double)
  }

  /// The largest rate, η.
  package let peak: Double
  package let decay: Decay
  /// Steps of warm-up, w.
  package let warmup: Int
  /// Steps of the whole training.
  package let steps: Int

  package init(peak: Double, decay: Decay = .constant, warmup: Int = 0, steps: Int) {
    self.peak = peak
    self.decay = decay
    self.warmup = warmup
    self.steps = steps
  }

  /// The rate of training step `step`, counted from 0.
  package func rate(at step: Int) -> Double {
    if step < warmup { return peak * Double(step + 1) / Double(warmup) }
    let elapsed = Double(step - warmup)
    switch decay {
    case .constant:
      return peak
    case .exponential(let factor, let steps):
      return peak * pow(factor, elapsed / Double(steps))
    case .cosine(let floor):
      let progress = min(1, elapsed / Double(max(1, steps - warmup)))
      return peak * (floor + (1 - floor) * (1 + cos(.pi * progress)) / 2)
    }
  }
}

extension LearningRateSchedule {
  package static let variants = [
    Variant("constant", "the same rate at every step"),
    Variant(
      "exponential", "the rate falls by a factor every so many steps",
      [
        .real(
          "decay_factor", 0.95, in: Interval(0, 1, includesLower: false),
          "what is left of the rate after decay_steps"),
        .integer("decay_steps", 100, in: 1...Int.max, "steps to which decay_factor refers"),
      ]),
    Variant(
      "cosine", "the rate falls along half a cosine until the last step",
      [.real("rate_floor", 0, in: .unit, "share of the rate left at the last step")]),
  ]

  /// The schedule of a decoded `training` section.
  init(_ settings: Settings) {
    let decay: Decay =
      switch settings.text("schedule") {
      case "exponential":
        .exponential(
          factor: settings.real("decay_factor"), steps: settings.integer("decay_steps"))
      case "cosine": .cosine(floor: settings.real("rate_floor"))
      default: .constant
      }
    self.init(
      peak: settings.real("learning_rate"), decay: decay, warmup: settings.integer("warmup"),
      steps: settings.integer("steps"))
  }
}
