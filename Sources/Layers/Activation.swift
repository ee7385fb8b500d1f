package import Schema
package import Programs
package import LinearAlgebra

/// A nonlinearity that acts on each unit by itself, and may have parameters that are trained.
package protocol Activation: Sendable {
  /// The parameters of the nonlinearity of one layer; none where it has none to train.
  ///
  /// - Parameters:
  ///   - units: How many units the layer has.
  ///   - prefix: The start of the parameters' names.
  func parameters(units: Int, prefix: String) -> [Parameter]

  /// φ of the pre-activations `x`, R×units.
  ///
  /// - Parameter prefix: The prefix that was given to `parameters(units:prefix:)`.
  func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value
}

/// A nonlinearity without trained parameters.
package struct FixedActivation: Activation {
  private let function: @Sendable (Value) -> Value

  /// The nonlinearity that `function` writes into a program, element by element.
  package init(_ function: @escaping @Sendable (Value) -> Value) { self.function = function }

  package func parameters(units: Int, prefix: String) -> [Parameter] { [] }

  package func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value {
    function(x)
  }
}

/// A nonlinearity as the catalogue has it: its name and settings, and how to make it.
package struct ActivationDescription: Sendable {
  package let variant: Variant
  /// Makes the nonlinearity from settings that the variant's entries have decoded.
  package let make: @Sendable (Settings) -> any Activation

  /// A nonlinearity of this name in sweep files, with a summary for their reference and its settings.
  package init(
    _ name: String, _ summary: String, _ entries: [Entry] = [],
    make: @escaping @Sendable (Settings) -> any Activation
  ) {
    variant = Variant(name, summary, entries)
    self.make = make
  }

  /// A nonlinearity without settings.
  static func fixed(
    _ name: String, _ summary: String, _ function: @escaping @Sendable (Value) -> Value
  ) -> ActivationDescription {
    ActivationDescription(name, summary) { _ in FixedActivation(function) }
  }
}

/// A nonlinearity at its place in a net, with the number of its units and the names of its parameters.
package struct ActivationLayer: Sendable {
  /// The function φ that the layer applies.
  package let activation: any Activation
  /// The number of units of the layer.
  package let units: Int
  /// The start of the parameters' names (`l1.activation.`).
  package let prefix: String

  /// - Parameters:
  ///   - activation: The nonlinearity.
  ///   - units: The number of units of the layer.
  ///   - layer: The start of the names of all parameters of the layer; empty where there is only one layer.
  package init(_ activation: any Activation, units: Int, layer: String = "") {
    self.activation = activation
    self.units = units
    prefix = layer + "activation."
  }

  package var parameters: [Parameter] { activation.parameters(units: units, prefix: prefix) }

  /// φ of the pre-activations `x`, R×units.
  package func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> Value {
    activation.value(at: x, parameters: parameters, prefix: prefix)
  }

  /// Each unit's shape of γ, or one shape where all units share it; nil for another nonlinearity.
  ///
  /// - Parameter read: Takes the name of a parameter to its numbers.
  package func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
    (activation as? GammaActivation)?.shapes(prefix: prefix, read)
  }
}
