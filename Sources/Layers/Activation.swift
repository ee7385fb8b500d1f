package import Schema
package import Programs
package import LinearAlgebra

/// A nonlinearity of units, elementwise, perhaps with parameters that are trained.
package protocol Activation: Sendable {
  /// - Parameters:
  ///   - units: How many share a row.
  ///   - prefix: What the parameters' names begin with.
  func parameters(units: Int, prefix: String) -> [Parameter]

  /// φ of the pre-activations `x`, R×units.
  ///
  /// - Parameter prefix: The same as of `parameters(units:prefix:)`.
  func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value
}

/// A nonlinearity without trained parameters.
package struct FixedActivation: Activation {
  private let function: @Sendable (Value) -> Value

  package init(_ function: @escaping @Sendable (Value) -> Value) { self.function = function }

  package func parameters(units: Int, prefix: String) -> [Parameter] { [] }

  package func value(at x: Value, parameters: ParameterValues, prefix: String) -> Value {
    function(x)
  }
}

/// A nonlinearity as the catalogue knows it: its name and settings, and how to make it.
package struct ActivationDescription: Sendable {
  package let variant: Variant
  package let make: @Sendable (Settings) -> any Activation

  package init(
    _ name: String, _ summary: String, _ entries: [Entry] = [],
    make: @escaping @Sendable (Settings) -> any Activation
  ) {
    variant = Variant(name, summary, entries)
    self.make = make
  }

  /// One without settings.
  static func fixed(
    _ name: String, _ summary: String, _ function: @escaping @Sendable (Value) -> Value
  ) -> ActivationDescription {
    ActivationDescription(name, summary) { _ in FixedActivation(function) }
  }
}

/// A nonlinearity at its place in a net: so many units, and its parameters' names.
package struct ActivationLayer: Sendable {
  package let activation: any Activation
  package let units: Int
  package let prefix: String

  /// - Parameter layer: What the names of the layer's parameters begin with, if anything.
  package init(_ activation: any Activation, units: Int, layer: String = "") {
    self.activation = activation
    self.units = units
    prefix = layer + "activation."
  }

  package var parameters: [Parameter] { activation.parameters(units: units, prefix: prefix) }

  package func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> Value {
    activation.value(at: x, parameters: parameters, prefix: prefix)
  }

  package func gammaShapes(_ read: (String) -> Matrix<Double>) -> [GammaShape]? {
    (activation as? GammaActivation)?.shapes(prefix: prefix, read)
  }
}
