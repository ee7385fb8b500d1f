/// The names of a recurrent layer's parameters, which are PyTorch's.
package struct LayerNames: Sendable {
  /// The number of the layer, counted from 0 at the input.
  package let layer: Int

  /// The names of layer number `layer`, counted from 0 at the input.
  package init(_ layer: Int) { self.layer = layer }

  /// The weights from the input.
  package var inputWeight: String { "weight_ih_l\(layer)" }
  /// The weights between the units.
  package var recurrentWeight: String { "weight_hh_l\(layer)" }
  /// The bias, which is the sum of PyTorch's two.
  package var bias: String { "bias_ih_l\(layer)" }
  /// The start of the names of a nonlinearity's parameters.
  var activationPrefix: String { layer == 0 ? "" : "l\(layer)." }
}
