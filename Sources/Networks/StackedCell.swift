import Programs
import Layers

/// Recurrent layers one above the other, as one cell. A layer's input is the state of the layer below after the same
/// step.
///
/// Its states are those of the first layer, then those of the second, and so on; the last layer's is observed.
struct StackedCell: Cell {
  private let layers: [any Cell]

  /// - Parameter layers: At least one. The input of each has as many columns as the observed state of the layer below.
  init(_ layers: [any Cell]) {
    precondition(!layers.isEmpty, "a cell of no layers")
    self.layers = layers
  }

  var inputSize: Int { layers[0].inputSize }
  var stateSizes: [Int] { layers.flatMap(\.stateSizes) }
  var observedState: Int {
    let below = layers.dropLast().reduce(0) { $0 + $1.stateSizes.count }
    return below + (layers.last?.observedState ?? 0)
  }
  var layerStates: [Range<Int>] {
    var first = 0
    return layers.flatMap { layer -> [Range<Int>] in
      defer { first += layer.stateSizes.count }
      return layer.layerStates.map { first + $0.lowerBound..<first + $0.upperBound }
    }
  }
  /// That of all layers, which have one description.
  var timeStep: Double? { layers[0].timeStep }
  var parameters: [Parameter] { layers.flatMap(\.parameters) }
  var pyTorchName: String? {
    layers.allSatisfy { $0.pyTorchName == layers[0].pyTorchName } ? layers[0].pyTorchName : nil
  }
  var multiplyAdds: Int { layers.reduce(0) { $0 + $1.multiplyAdds } }

  var looksBack: Bool { layers.contains { $0.looksBack } }
  func lookingBackMultiplyAdds(length: Int) -> Int {
    layers.reduce(0) { $0 + $1.lookingBackMultiplyAdds(length: length) }
  }
  var lookingBackCount: (forward: Int, backward: Int) {
    let counts = layers.map(\.lookingBackCount)
    return (counts.reduce(0) { $0 + $1.forward }, counts.reduce(0) { $0 + $1.backward })
  }

  func initialStates(
    in program: Program, batch: Int, parameters: ParameterValues
  ) -> [Value] {
    layers.flatMap { $0.initialStates(in: program, batch: batch, parameters: parameters) }
  }

  func step(states: [Value], input: Value, parameters: ParameterValues) -> [Value] {
    var (next, below, first): ([Value], Value, Int) = ([], input, 0)
    for layer in layers {
      let own = Array(states[first..<first + layer.stateSizes.count])
      let reached = layer.step(states: own, input: below, parameters: parameters)
      below = reached[layer.observedState]
      first += own.count
      next += reached
    }
    return next
  }

  /// Those of all layers, which are made of modules or none of them is.
  var moduleLayers: [ModularLayer.Sizes] { layers.flatMap(\.moduleLayers) }

  func moduleSteps(
    states: [Value], input: Value, parameters: ParameterValues
  ) -> [ModularLayer.Next] {
    var (steps, below, first): ([ModularLayer.Next], Value, Int) = ([], input, 0)
    for layer in layers {
      let own = Array(states[first..<first + layer.stateSizes.count])
      steps += layer.moduleSteps(states: own, input: below, parameters: parameters)
      below = steps.last?.state ?? below
      first += own.count
    }
    return steps
  }
}
