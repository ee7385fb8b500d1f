package import Programs

/// Attention of a layer's modules to slots, with several heads: every module asks by queries of its own, and every slot
/// answers with one key and one value for each head.
///
/// Written by columns only, so that each row of a batch has its own tangents.
package struct ModuleAttention: Sendable {
  /// The sizes of the heads.
  package struct Heads: Hashable, Sendable {
    /// A, the number of heads.
    package let count: Int
    /// The columns of a query and of a key of one head.
    package let key: Int
    /// The columns of a value of one head.
    package let value: Int

    package init(count: Int, key: Int, value: Int) {
      (self.count, self.key, self.value) = (count, key, value)
    }
  }

  /// Something to attend to.
  package struct Slot {
    /// B × heads·key.
    let key: Value
    /// B × heads·value.
    let value: Value

    package init(key: Value, value: Value) { (self.key, self.value) = (key, value) }
  }

  /// What the modules have found.
  package struct Found {
    /// The weighted sums of values, B × modules·heads·value.
    package let context: Value
    /// The weights of each slot, B × modules·heads.
    package let weights: [Value]
    /// The weights of the null slot, B × modules·heads; zeros where there is none.
    package let null: Value
  }

  private let modules: Int
  private let heads: Heads

  /// Attention of so many modules.
  package init(modules: Int, heads: Heads) { (self.modules, self.heads) = (modules, heads) }

  /// - Parameters:
  ///   - query: B × modules·heads·key.
  ///   - slots: At least one.
  ///   - hasNull: Whether there is a further slot whose key and value are zeros.
  package func callAsFunction(query: Value, to slots: [Slot], hasNull: Bool) -> Found {
    let lookouts = modules * heads.count
    let program = query.program
    let sum = program.constant(1 / Double(heads.key).squareRoot(), lookouts, heads.key)
    let scores = slots.map { slot in
      (query * everywhere(slot.key)).timesTranspose(sum, blocks: lookouts)
    }
    // ln Σ exp over the slots, two at a time: ln(eᵃ + eᵇ) = a + ln(1 + eᵇ⁻ᵃ).
    let slotsTotal = scores.dropFirst().reduce(scores[0]) { $0 + ($1 - $0).softplus() }
    let total = hasNull ? slotsTotal.softplus() : slotsTotal
    let weights = scores.map { ($0 - total).exp() }
    let spread = program.constant(1, lookouts * heads.value, 1)
    let terms = zip(weights, slots).map { weight, slot in
      weight.timesTranspose(spread, blocks: lookouts) * everywhere(slot.value)
    }
    return Found(
      context: terms.dropFirst().reduce(terms[0]) { $0 + $1 }, weights: weights,
      null: hasNull ? (-total).exp() : total.program.constant(0, total.rows, total.columns))
  }

  /// The columns once for each module.
  private func everywhere(_ columns: Value) -> Value {
    Value.joined(Array(repeating: columns, count: modules))
  }

  /// The multiply–adds of one row that sees so many slots.
  package func multiplyAdds(slots: Int) -> Int {
    2 * slots * modules * heads.count * (heads.key + heads.value)
  }
}
