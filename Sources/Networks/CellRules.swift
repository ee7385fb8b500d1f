import Schema

/// How a cell's parameters start.
struct CellRules: Sendable {
  var recurrent: any Initialization
  var input: any Initialization
  /// Nil for a cell without biases.
  var bias: (any Initialization)?

  init(
    recurrent: any Initialization, input: any Initialization, bias: (any Initialization)?
  ) {
    (self.recurrent, self.input, self.bias) = (recurrent, input, bias)
  }

  /// - Parameter settings: A cell's: `bias` and, under `initial`, a rule for each.
  init(_ settings: Settings) {
    let initial = settings.section("initial")
    func rule(_ key: String) -> any Initialization {
      InitializationCatalogue.make(initial.section(key))
    }
    self.init(
      recurrent: rule("recurrent"), input: rule("input"),
      bias: settings.boolean("bias") ? rule("bias") : nil)
  }
}
