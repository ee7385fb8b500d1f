public import Graph

/// What a parameter does in its net; observables and optimisers may tell these apart.
public enum ParameterGroup: String, CaseIterable, Hashable, Sendable {
  case input, recurrent, bias, readout, activation, mask
}

/// One matrix of a net's parameters.
public struct Parameter: Sendable {
  /// As PyTorch's `state_dict` names it: `weight_hh_l0`, `readout.weight`.
  public let name: String
  /// A bias of N units is 1×N.
  public let shape: Shape
  public let group: ParameterGroup
  /// Whether an optimiser moves it; masks stay as they are.
  public let isTrained: Bool
  /// The fixed parameter of the same shape that says, with ones, which elements exist. The others start at zero and,
  /// where a net multiplies the two, stay there.
  public let mask: String?
  let geometry: WeightGeometry
  let initialization: any Initialization

  public init(
    _ name: String, _ geometry: WeightGeometry, group: ParameterGroup,
    initialization: any Initialization, isTrained: Bool = true, mask: String? = nil
  ) {
    self.name = name
    self.shape = geometry.shape
    self.group = group
    self.isTrained = isTrained
    self.mask = mask
    self.geometry = geometry
    self.initialization = initialization
  }
}
