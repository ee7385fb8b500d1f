import Programs
import RandomStreams

/// The signs that a weight between units keeps: a unit's weights to others are positive, or they are negative (Dale's
/// law). The first units of each module are the excitatory ones.
package struct ColumnSigns: Hashable, Sendable {
  /// The units of a module.
  private let period: Int
  /// How many of them are excitatory.
  private let excitatory: Int

  /// - Parameters:
  ///   - period: The units of a module; of the whole layer where there is one module.
  ///   - share: The share of excitatory units, from 0 to 1, whose number is rounded.
  package init(period: Int, share: Double) {
    self.period = period
    excitatory = Int((share * Double(period)).rounded())
  }

  /// Whether the weights in a column, which lead from one unit, are positive.
  package func isPositive(column: Int) -> Bool { column % period < excitatory }

  /// By how much inhibitory weights are larger at the start, so that a unit's excitation and inhibition are in balance.
  var inhibition: Double {
    let inhibitory = period - excitatory
    return excitatory > 0 && inhibitory > 0 ? Double(excitatory) / Double(inhibitory) : 1
  }
}

/// A rule whose numbers take the signs of their columns. Inhibitory numbers are made larger, as much as there are fewer
/// inhibitory units than excitatory ones (Song, Yang and Wang 2016).
struct SignedInitialization: Initialization {
  let base: any Initialization
  let signs: ColumnSigns

  func values(_ geometry: WeightGeometry, from random: inout RandomStream) -> [Double] {
    signed(base.values(geometry, from: &random), geometry)
  }

  func masked(_ values: [Double], mask: [Double], geometry: WeightGeometry) -> [Double] {
    // A rule that changes what is left, such as an orthogonal one, may turn signs.
    zip(values, mask).map(*)
  }

  private func signed(_ values: [Double], _ geometry: WeightGeometry) -> [Double] {
    let columns = geometry.shape.columns
    return values.enumerated().map { index, value in
      signs.isPositive(column: index % columns) ? abs(value) : -signs.inhibition * abs(value)
    }
  }
}
