package import Schema
package import Layers

/// A kind of net as the catalogue has it: its name and settings, and how to make it.
package struct NetworkDescription: Sendable {
  package let variant: Variant
  /// Makes the net for inputs and outputs of these sizes; throws `NetworkError` where the settings do not go together.
  package let make:
    @Sendable (
      _ settings: Settings, _ inputSize: Int, _ outputSize: Int
    ) throws(NetworkError) -> any Network
}

/// Every kind of net that a sweep file can name. A new one takes a file and a line here.
package enum NetworkCatalogue {
  /// The kinds of nets, in the order in which the reference lists them.
  package static let all = Catalogue<NetworkDescription>(
    of: "cell", key: "cell", variant: \.variant,
    [
      VanillaCell.description,
      RateCell.description,
      LongShortTermMemoryCell.description,
      GatedRecurrentCell.description,
      ModularCell.description,
      FullyConnectedNetwork.description,
    ])

  /// The section that a sweep file may have under `model`.
  package static let section = Section([
    all.entry(default: "rnn", "kind of net"), ScaledNetwork.entry,
  ])

  /// The net that a decoded `model` section describes.
  ///
  /// Everything random about it, masks included, comes with `layout.initialValues(seed:)`.
  ///
  /// - Throws: `NetworkError` where settings that are valid by themselves do not go together: `indivisibleWidth` or
  ///   `noHiddenLayers`.
  package static func make(
    settings: Settings, inputSize: Int, outputSize: Int
  ) throws(NetworkError) -> any Network {
    let network = try all.chosen(by: settings).make(settings, inputSize, outputSize)
    return ScaledNetwork.make(settings.section("output"), network)
  }

  /// Checks that settings make a net, whatever the task.
  ///
  /// - Throws: The error that `make` would throw.
  package static func check(_ settings: Settings) throws(NetworkError) {
    _ = try make(settings: settings, inputSize: 1, outputSize: 1)
  }
}
