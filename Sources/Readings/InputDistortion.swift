import Foundation
package import LinearAlgebra
package import Schema

/// A change of a task's inputs that may vary along the sequence: at step t of T,
/// x ← scale · x · (1 + A sin(2π f t/T + φ)) · (1 + ξ where t lies in the pulse) + offset.
///
/// These are the changes under which arXiv:2006.12253 and its follow-up train and test; the defaults change nothing.
package struct InputDistortion: Sendable {
  package let scale: Double
  package let offset: Double
  /// The sine's amplitude A, its f cycles a sequence, and its phase φ at the first step in radians.
  package let sine: (amplitude: Double, frequency: Double, phase: Double)
  /// The pulse's height ξ and the steps at which it holds.
  package let pulse: (height: Double, steps: Range<Int>)

  /// The settings of a distortion.
  ///
  /// - Parameter pulseStart: The default of the pulse's first step and of its number of steps.
  package static func entries(pulseStart: Int) -> [Entry] {
    [
      .real("scale", 1, "factor of the inputs"),
      .real("offset", 0, "added to the inputs"),
      .real("sine", 0, "amplitude A of the factor 1 + A sin(2π f t/T + φ) on the inputs"),
      .real("sine_frequency", 1, "its cycles in a sequence, f"),
      .real("sine_phase", 0, "its phase φ at the first step, radians"),
      .real("pulse", 0, "height ξ of the factor 1 + ξ on the inputs of some steps"),
      .integer("pulse_start", pulseStart, in: 0...1_000_000, "the first of these steps"),
      .integer("pulse_steps", pulseStart, in: 0...1_000_000, "how many they are"),
    ]
  }

  /// - Parameter settings: Settings that were read by `entries`.
  package init(_ settings: Settings) {
    scale = settings.real("scale")
    offset = settings.real("offset")
    sine = (
      settings.real("sine"), settings.real("sine_frequency"), settings.real("sine_phase")
    )
    let start = settings.integer("pulse_start")
    pulse = (settings.real("pulse"), start..<start + settings.integer("pulse_steps"))
  }

  package var isNone: Bool { scale == 1 && offset == 0 && sine.amplitude == 0 && pulse.height == 0 }

  /// The factor of the inputs at step `step` of `length`.
  package func factor(at step: Int, of length: Int) -> Double {
    let angle = 2 * Double.pi * sine.frequency * Double(step) / Double(length) + sine.phase
    let wave = sine.amplitude == 0 ? 1 : 1 + sine.amplitude * sin(angle)
    return scale * wave * (pulse.steps.contains(step) ? 1 + pulse.height : 1)
  }

  /// Distorts a series of sequences of `length` steps each, which are time-major.
  ///
  /// - Parameter stepCount: How many numbers one step has: sequences × features.
  @specialized(where S == Float)
  @specialized(where S == Double)
  package func apply<S: Scalar>(to inputs: inout MutableSpan<S>, length: Int, stepCount: Int) {
    guard !isNone else { return }
    for step in 0..<inputs.count / stepCount {
      let factor = S(factor(at: step % length, of: length))
      let offset = S(offset)
      for i in step * stepCount..<(step + 1) * stepCount {
        inputs[i] = factor * inputs[i] + offset
      }
    }
  }
}
