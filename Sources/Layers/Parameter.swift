package import Programs

/// The role of a parameter in its net, by which observables and optimisers may tell parameters apart.
package enum ParameterGroup: String, CaseIterable, Hashable, Sendable {
  /// Weights from the layer below.
  case input
  /// Weights from the layer's own states.
  case recurrent
  /// The biases of any layer.
  case bias
  /// The weights of the read-out.
  case readout
  /// The parameters of a nonlinearity.
  case activation
  /// Zeros and ones that are not trained and multiply a weight.
  case mask
}

/// One matrix among a net's parameters.
package struct Parameter: Sendable {
  /// The name, as in PyTorch's `state_dict`: `weight_hh_l0`, `readout.weight`.
  package let name: String
  /// The shape as stored. A bias of N units is 1×N.
  package let shape: Shape
  /// The role in the net.
  package let group: ParameterGroup
  /// Whether an optimiser changes it. Masks stay as they are.
  package let isTrained: Bool
  /// The name of the fixed parameter of the same shape whose ones say which elements exist; nil where all do. The other
  /// elements start at zero and stay there where a net multiplies the two.
  package let mask: String?
  /// The name by which its random numbers are keyed: its name, unless it is a copy of another parameter.
  package let source: String
  /// The number of modules into which the units are split that a weight between them connects: a module's block has its
  /// units' rows and columns, or, where blocks are stored one below the other, its rows. 1 where there are none.
  package let modules: Int
  /// The signs that its numbers keep in training; nil where they are free.
  package let signs: ColumnSigns?
  /// The parameter as its rule of initialisation sees it.
  package let geometry: WeightGeometry
  /// The rule by which it starts.
  package let initialization: any Initialization

  /// A parameter of the shape of `geometry`.
  ///
  /// - Parameter source: The name of the parameter whose random numbers it shares, where it is a copy.
  package init(
    _ name: String, _ geometry: WeightGeometry, group: ParameterGroup,
    initialization: any Initialization, isTrained: Bool = true, mask: String? = nil,
    modules: Int = 1, signs: ColumnSigns? = nil, copyOf source: String? = nil
  ) {
    self.name = name
    self.source = source ?? name
    self.shape = geometry.shape
    self.group = group
    self.isTrained = isTrained
    self.mask = mask
    self.modules = modules
    self.signs = signs
    self.geometry = geometry
    self.initialization = initialization
  }

  /// A parameter that starts as this one does and is not trained.
  package func fixedCopy(named name: String) -> Parameter {
    Parameter(
      name, geometry, group: group, initialization: initialization, isTrained: false, mask: mask,
      modules: modules, signs: signs, copyOf: self.name)
  }
}
