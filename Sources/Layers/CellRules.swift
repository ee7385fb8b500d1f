package import Schema

/// The rules by which a cell's parameters start.
package struct CellRules: Sendable {
  /// The rule of the weights between the units.
  package var recurrent: any Initialization
  /// The rule of the weights from the input.
  package var input: any Initialization
  /// The rule of the biases; nil for a cell without biases.
  package var bias: (any Initialization)?

  package init(
    recurrent: any Initialization, input: any Initialization, bias: (any Initialization)?
  ) {
    (self.recurrent, self.input, self.bias) = (recurrent, input, bias)
  }

  /// The rules that settings choose.
  ///
  /// - Parameter settings: A cell's settings: `bias` and, under `initial`, a rule for each of the three.
  package init(_ settings: Settings) {
    let initial = settings.section("initial")
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(initial.section(key))
    }
    self.init(
      recurrent: rule("recurrent"), input: rule("input"),
      bias: settings.boolean("bias") ? rule("bias") : nil)
  }
}
