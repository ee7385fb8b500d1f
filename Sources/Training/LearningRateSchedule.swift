import Foundation
import Records
package import Schema

/// The learning rate as a pure function of the step.
///
/// It is a linear warm-up of w steps, η·(t + 1)/w, then a decay that counts its steps from the warm-up's end.
package struct LearningRateSchedule: Hashable, Sendable {
  /// How the rate falls after the warm-up; u is the number of steps since its end.
  package enum Decay: Hashable, Sendable {
    /// The rate stays η.
    case constant
    /// The rate is η · factor^(u / steps) at every step, without stairs.
    case exponential(factor: Double, steps: Int)
    /// The rate is η · (floor + (1 − floor)·½(1 + cos πu/U)), where U is the number of steps after the warm-up
    /// (Loshchilov & Hutter, arXiv:1608.03983, without restarts).
    case cosine(floor: Double)
  }

  /// The largest rate, η.
  package let peak: Double
  /// The form of the decay after the warm-up.
  package let decay: Decay
  /// The number of steps of warm-up, w; 0 for none.
  package let warmup: Int
  /// The number of steps of the whole training; only the cosine decay reads it.
  package let steps: Int

  /// A schedule of a training of `steps` steps whose largest rate is `peak`.
  package init(peak: Double, decay: Decay = .constant, warmup: Int = 0, steps: Int) {
    self.peak = peak
    self.decay = decay
    self.warmup = warmup
    self.steps = steps
  }

  /// The learning rate of training step `step`, counted from 0.
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
  /// The schedules that a sweep file can choose, with their settings.
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
