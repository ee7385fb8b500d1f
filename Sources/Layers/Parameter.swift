package import Programs

/// What a parameter does in its net; observables and optimisers may tell these apart.
package enum ParameterGroup: String, CaseIterable, Hashable, Sendable {
  /// Weights from the layer before.
  case input
  /// Weights from the layer's own states.
  case recurrent
  case bias
  case readout
  /// What shapes a nonlinearity.
  case activation
  /// Zeros and ones that are not trained.
  case mask
}

/// One matrix of a net's parameters.
package struct Parameter: Sendable {
  /// As PyTorch's `state_dict` names it: `weight_hh_l0`, `readout.weight`.
  package let name: String
  /// A bias of N units is 1×N.
  package let shape: Shape
  package let group: ParameterGroup
  /// Whether an optimiser moves it; masks stay as they are.
  package let isTrained: Bool
  /// The fixed parameter of the same shape that says, with ones, which elements exist. The others start at zero and,
  /// where a net multiplies the two, stay there.
  package let mask: String?
  /// The parameter by whose name its random numbers are keyed: itself, unless it is a copy.
  package let source: String
  package let geometry: WeightGeometry
  package let initialization: any Initialization

  package init(
    _ name: String, _ geometry: WeightGeometry, group: ParameterGroup,
    initialization: any Initialization, isTrained: Bool = true, mask: String? = nil,
    copyOf source: String? = nil
  ) {
    self.name = name
    self.source = source ?? name
    self.shape = geometry.shape
    self.group = group
    self.isTrained = isTrained
    self.mask = mask
    self.geometry = geometry
    self.initialization = initialization
  }

  /// What this parameter is before training, and stays.
  package func fixedCopy(named name: String) -> Parameter {
    Parameter(
      name, geometry, group: group, initialization: initialization, isTrained: false, mask: mask,
      copyOf: self.name)
  }
}
