import Foundation

/// Sums over sequences and steps of what the modules of one layer do.
struct ModuleCount {
  private let modules: Int
  private let samples: Int
  private var acts: [Double]
  private var switches: [Double]
  /// By module, then by slot.
  private var attention: [Double]
  private var entropy: [Double]
  private var last: [Double]?

  /// - Parameters:
  ///   - modules: How many modules the layer has.
  ///   - samples: How many sequences are followed.
  init(modules: Int, samples: Int) {
    (self.modules, self.samples) = (modules, samples)
    acts = [Double](repeating: 0, count: modules)
    (switches, entropy, attention) = (acts, acts, [])
  }

  /// Adds a step of all sequences.
  ///
  /// - Parameters:
  ///   - isActive: Ones for the modules that act, samples × modules.
  ///   - slots: The attention to nothing, to the layer below and, where there is one, to the layer above, samples ×
  ///     modules·heads each.
  mutating func add(isActive: [Double], attention slots: [[Double]]) {
    let heads = slots[0].count / (samples * modules)
    if attention.isEmpty { attention = [Double](repeating: 0, count: modules * slots.count) }
    for place in 0..<samples * modules {
      let module = place % modules
      acts[module] += isActive[place]
      if let last { switches[module] += abs(isActive[place] - last[place]) }
      for head in place * heads..<(place + 1) * heads {
        for (slot, weights) in slots.enumerated() {
          let weight = weights[head] / Double(heads)
          attention[module * slots.count + slot] += weight
          // A weight of nothing has no part in the entropy; NaN stays NaN.
          entropy[module] -= weights[head] == 0 ? 0 : weight * log(weights[head])
        }
      }
    }
    last = isActive
  }

  /// The means over all sequences and as many steps as were added; NaN for the attention to a slot that there is not, and
  /// for changes from step to step where there was one step alone.
  func means(steps: Int) -> ModuleUse.Layer {
    let looks = Double(samples * steps)
    let changes = Double(samples * (steps - 1))
    let slots = attention.count / modules
    return ModuleUse.Layer(
      activity: acts.map { $0 / looks },
      switching: switches.map { changes > 0 ? $0 / changes : .nan },
      attention: (0..<modules).flatMap { module in
        (0..<3).map { slot in
          slot < slots ? attention[module * slots + slot] / looks : .nan
        }
      },
      entropy: entropy.map { $0 / looks })
  }
}
