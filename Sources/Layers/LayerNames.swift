/// The names of a recurrent layer's parameters: PyTorch's.
package struct LayerNames: Sendable {
  /// From 0 at the input.
  package let layer: Int

  package init(_ layer: Int) { self.layer = layer }

  package var inputWeight: String { "weight_ih_l\(layer)" }
  package var recurrentWeight: String { "weight_hh_l\(layer)" }
  /// The sum of PyTorch's two.
  package var bias: String { "bias_ih_l\(layer)" }
  /// What the names of a nonlinearity's parameters begin with.
  package var activationPrefix: String { layer == 0 ? "" : "l\(layer)." }
}
