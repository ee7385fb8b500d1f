import Programs

/// x Wᵀ + b: `name.weight`, outputs × inputs, and `name.bias`, 1 × outputs, where it has one.
struct LinearLayer: Sendable {
  /// What its two parameters do in the net, and how they start.
  struct Rules: Sendable {
    let group: ParameterGroup
    let weight: any Initialization
    /// Nil for a layer without biases.
    let bias: (any Initialization)?
  }

  let name: String
  let inputs: Int
  let outputs: Int
  let rules: Rules

  var parameters: [Parameter] {
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

  func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> WeightedSum {
    let product = x.timesTranspose(parameters[name + ".weight"])
    let hasBias = rules.bias != nil
    return WeightedSum(
      input: x, value: hasBias ? product + parameters[name + ".bias"] : product, hasBias: hasBias)
  }

  var multiplyAdds: Int { inputs * outputs }
}
