package import Programs

/// x Wᵀ + b: `name.weight`, outputs × inputs, and `name.bias`, 1 × outputs, where it has one.
package struct LinearLayer: Sendable {
  /// What its two parameters do in the net, and how they start.
  package struct Rules: Sendable {
    package let group: ParameterGroup
    package let weight: any Initialization
    /// Nil for a layer without biases.
    package let bias: (any Initialization)?

    package init(
      group: ParameterGroup, weight: any Initialization, bias: (any Initialization)?
    ) {
      (self.group, self.weight, self.bias) = (group, weight, bias)
    }
  }

  package let name: String
  package let inputs: Int
  package let outputs: Int
  package let rules: Rules

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

  package func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> WeightedSum {
    let product = x.timesTranspose(parameters[name + ".weight"])
    let hasBias = rules.bias != nil
    return WeightedSum(
      input: x, value: hasBias ? product + parameters[name + ".bias"] : product, hasBias: hasBias)
  }

  package var multiplyAdds: Int { inputs * outputs }
}

/// Where weights enter a net: `value` = `input` Wᵀ, with a bias or without.
package struct WeightedSum {
  package let input: Value
  package let value: Value
  package let hasBias: Bool
}
