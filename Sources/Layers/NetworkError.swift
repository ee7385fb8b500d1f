/// Why settings, each of which is valid by itself, do not make a network together.
package enum NetworkError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The number of modules does not divide the width.
  case indivisibleWidth(width: Int, modules: Int)
  /// More modules of a layer are to act than it has.
  case activeModules(active: Int, modules: Int)
  /// The lists of modules and of those that act are empty, or of unequal lengths.
  case moduleLists(modules: Int, active: Int)
  /// A feed-forward net has an empty list of widths.
  case noHiddenLayers
  /// The first layer is to start with biases of its own, in a net that has none.
  case noBiases
  /// A task differentiates a net by its inputs, and the net has attention.
  case differentiatedByInputs(task: String)

  package var description: String {
    switch self {
    case .indivisibleWidth(let width, let modules):
      """
      model.width: \(width) units cannot be split into \(modules) equal modules; \
      take a width of \(Self.neighbors(of: width, modules: modules)), or other model.modules
      """
    case .activeModules(let active, let modules):
      "model.active: found \(active), expected at most the layer's \(modules) modules"
    case .moduleLists(let modules, let active):
      "model.modules and model.active: found \(modules) and \(active) numbers, expected one of each for every layer, "
        + "and at least one layer"
    case .noHiddenLayers:
      "model.widths: found an empty list, expected the width of at least one hidden layer"
    case .noBiases:
      "model.initial.first: this start sets the first layer's biases, of which a net with model.bias: false has none; "
        + "leave one of the two out"
    case .differentiatedByInputs(let task):
      "model.attention: the task \(task) differentiates a net by its inputs, which attention has no rule for; "
        + "choose model.attention: none"
    }
  }

  private static func neighbors(of width: Int, modules: Int) -> String {
    let below = width / modules * modules
    let above = below + modules
    return below > 0 ? "\(below) or \(above)" : "\(above)"
  }
}
