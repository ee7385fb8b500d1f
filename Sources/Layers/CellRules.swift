package import Schema

/// How a cell's parameters start.
package struct CellRules: Sendable {
  package var recurrent: any Initialization
  package var input: any Initialization
  /// Nil for a cell without biases.
  package var bias: (any Initialization)?

  package init(
    recurrent: any Initialization, input: any Initialization, bias: (any Initialization)?
  ) {
    (self.recurrent, self.input, self.bias) = (recurrent, input, bias)
  }

  /// - Parameter settings: A cell's: `bias` and, under `initial`, a rule for each.
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
