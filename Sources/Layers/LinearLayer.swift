package import Programs

/// x Wᵀ + b, with `name.weight`, outputs × inputs, and `name.bias`, 1 × outputs, where the layer has one.
package struct LinearLayer: Sendable {
  /// The role of the layer's two parameters in the net, and how they start.
  package struct Rules: Sendable {
    /// The group of the weight.
    package let group: ParameterGroup
    /// The rule of the weight.
    package let weight: any Initialization
    /// The rule of the bias; nil for a layer without biases.
    package let bias: (any Initialization)?

    package init(
      group: ParameterGroup, weight: any Initialization, bias: (any Initialization)?
    ) {
      (self.group, self.weight, self.bias) = (group, weight, bias)
    }
  }

  /// The start of the parameters' names (`readout`).
  package let name: String
  /// The columns of the input.
  package let inputs: Int
  /// The columns of the output.
  package let outputs: Int
  /// The parameters' roles and how they start.
  package let rules: Rules

  /// A layer of these sizes.
  package init(name: String, inputs: Int, outputs: Int, rules: Rules) {
    (self.name, self.inputs, self.outputs, self.rules) = (name, inputs, outputs, rules)
  }

  package var parameters: [Parameter] {
    let weight = Parameter(
      name + ".weight", WeightGeometry(Shape(outputs, inputs)), group: rules.group,
      initialization: rules.weight)
    guard let rule = rules.bias else { return [weight] }
    return [
      weight,
      Parameter(
        name + ".bias", .bias(outputs, fanIn: inputs), group: .bias, initialization: rule),
    ]
  }

  /// x Wᵀ + b for rows `x`, R × inputs.
  package func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> WeightedSum {
    let product = x.timesTranspose(parameters[name + ".weight"])
    let hasBias = rules.bias != nil
    return WeightedSum(
      input: x, value: hasBias ? product + parameters[name + ".bias"] : product, hasBias: hasBias)
  }

  /// The multiply–adds of one row.
  package var multiplyAdds: Int { inputs * outputs }
}

/// A place where weights enter a net: `value` = `input` Wᵀ, with or without a bias.
package struct WeightedSum {
  /// The layer's input, R × inputs.
  package let input: Value
  package let value: Value
  /// Whether `value` includes a bias.
  package let hasBias: Bool
}
