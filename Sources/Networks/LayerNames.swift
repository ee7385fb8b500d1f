/// The names of a recurrent layer's parameters: PyTorch's.
struct LayerNames: Sendable {
  /// From 0 at the input.
  let layer: Int

  init(_ layer: Int) { self.layer = layer }

  var inputWeight: String { "weight_ih_l\(layer)" }
  var recurrentWeight: String { "weight_hh_l\(layer)" }
  /// The sum of PyTorch's two.
  var bias: String { "bias_ih_l\(layer)" }
  /// What the names of a nonlinearity's parameters begin with.
  var activationPrefix: String { layer == 0 ? "" : "l\(layer)." }
}
