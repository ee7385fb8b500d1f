import Graph

/// x Wᵀ + b: `name.weight`, outputs × inputs, and `name.bias`, 1 × outputs.
struct LinearLayer: Sendable {
  /// What its two parameters do in the net, and how they start.
  struct Rules: Sendable {
    let group: ParameterGroup
    let weight: any Initialization
    let bias: any Initialization
  }

  let name: String
  let inputs: Int
  let outputs: Int
  let rules: Rules

  var parameters: [Parameter] {
    [
      Parameter(
        name + ".weight", WeightGeometry(Shape(outputs, inputs)), group: rules.group,
        initialization: rules.weight),
      Parameter(
        name + ".bias", .bias(outputs, fanIn: inputs), group: .bias, initialization: rules.bias),
    ]
  }

  func callAsFunction(_ x: Value, _ parameters: ParameterValues) -> Value {
    x.timesTranspose(parameters[name + ".weight"]) + parameters[name + ".bias"]
  }

  var multiplyAdds: Int { inputs * outputs }
}
