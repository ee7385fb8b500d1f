import Layers
import LinearAlgebra
import Programs
import Schema

/// A net whose outputs are multiplied, a·f(θ), or counted from their start and multiplied, a·(f(θ) − f(θ₀)). The larger
/// a is, the less its features must move for the outputs to move (lazy training; Chizat et al. 2019, arXiv:1812.07956).
///
/// Gradients grow by a, and their effect on the outputs by a², so that a learning rate of η/a² keeps the pace of plain
/// descent.
struct ScaledNetwork: Network {
  private let scaled: any Network
  private let scale: Double
  /// The net as it started, whose parameters are fixed; nil where outputs are not counted from their start.
  private let start: (any Network)?
  let layout: ParameterLayout

  /// - Parameters:
  ///   - network: The net whose outputs f(θ) are.
  ///   - scale: a.
  ///   - isFromStart: Whether the outputs before training are subtracted.
  init(_ network: any Network, scale: Double, isFromStart: Bool) {
    scaled = network
    self.scale = scale
    start = isFromStart ? network : nil
    let copies = network.layout.all.filter { isFromStart && $0.parameter.isTrained }
    layout = ParameterLayout(
      network.layout.all.map(\.parameter)
        + copies.map { $0.parameter.fixedCopy(named: Self.startName($0.name)) })
  }

  private init(_ network: any Network, as other: ScaledNetwork) {
    (scaled, scale, start, layout) = (network, other.scale, other.start, other.layout)
  }

  private static func startName(_ name: String) -> String { "start." + name }

  var inputSize: Int { scaled.inputSize }
  var outputSize: Int { scaled.outputSize }
  var hiddenLayers: [HiddenLayer] { scaled.hiddenLayers }
  var cell: (any Cell)? { scaled.cell }
  /// The same net with wider inputs, of which the start sees only its part; see `Network.with`.
  func widened(by additions: StateAdditions) -> (any Network)? {
    scaled.with(additions).map { ScaledNetwork($0, as: self) }
  }

  func forward(
    in program: Program, parameters: ParameterValues, inputs: Value, length: Int, batch: Int,
    scored: Range<Int>
  ) -> NetworkOutputs {
    let now = scaled.forward(
      in: program, parameters: parameters, inputs: inputs, length: length, batch: batch,
      scored: scored)
    var outputs = now.outputs
    if let start {
      let first = start.forward(
        in: program, parameters: startValues(of: start, parameters),
        inputs: inputs.columns(0..<start.inputSize), length: length, batch: batch, scored: scored)
      outputs = outputs - first.outputs
    }
    return NetworkOutputs(
      outputs: scale * outputs, layers: now.layers, weightedSums: now.weightedSums)
  }

  /// The parameters of the start: the fixed copies under the names of the parameters that they copy.
  private func startValues(
    of start: any Network, _ parameters: ParameterValues
  ) -> ParameterValues {
    let named = start.layout.all.map { placed in
      (
        placed.name,
        parameters[placed.parameter.isTrained ? Self.startName(placed.name) : placed.name]
      )
    }
    return ParameterValues(Dictionary(uniqueKeysWithValues: named))
  }

  func forwardFlops(length: Int, batch: Int, scored: Int) -> Double {
    (start == nil ? 1 : 2) * scaled.forwardFlops(length: length, batch: batch, scored: scored)
  }

  func activationCount(
    length: Int, batch: Int, scored: Int
  ) -> (forward: Double, backward: Double) {
    let own = scaled.activationCount(length: length, batch: batch, scored: scored)
    let first = start?.activationCount(length: length, batch: batch, scored: scored).forward ?? 0
    return (own.forward + first, own.backward + first)
  }
}

extension ScaledNetwork {
  /// The section that a sweep file may have under `output`.
  static let entry = Entry(
    "output",
    .section(
      Section([
        .real(
          "scale", 1, in: .positive,
          "a, which multiplies the outputs: large ones let the net learn lazily (arXiv:1812.07956)"),
        .boolean(
          "from_start", false, "whether the outputs before training are taken off: a (f(θ) − f(θ₀))"
        ),
      ])), "what becomes of the read-out")

  /// `network` as a section made by `entry` says; `network` itself where the section changes nothing.
  static func make(_ settings: Settings, _ network: any Network) -> any Network {
    let (scale, isFromStart) = (settings.real("scale"), settings.boolean("from_start"))
    return scale == 1 && !isFromStart
      ? network : ScaledNetwork(network, scale: scale, isFromStart: isFromStart)
  }
}
