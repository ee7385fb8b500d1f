package import Schema
package import Layers

/// A kind of net as the catalogue knows it: its name and settings, and how to make it.
package struct NetworkDescription: Sendable {
  package let variant: Variant
  /// The net for inputs and outputs of these sizes.
  package let make:
    @Sendable (
      _ settings: Settings, _ inputSize: Int, _ outputSize: Int
    ) throws(NetworkError) -> any Network
}

/// Every kind of net there is. A new one is a file of its own and a line here.
package enum NetworkCatalogue {
  package static let all = Catalogue<NetworkDescription>(
    of: "cell", key: "cell", variant: \.variant,
    [
      VanillaCell.description,
      RateCell.description,
      LongShortTermMemoryCell.description,
      GatedRecurrentCell.description,
      FullyConnectedNetwork.description,
    ])

  /// What a sweep file may hold under `model`.
  package static let section = Section([
    all.entry(default: "rnn", "kind of net"), ScaledNetwork.entry,
  ])

  /// The net that a decoded `model` section describes.
  ///
  /// All that is random about it, masks too, comes with `layout.initialValues(seed:)`.
  package static func make(
    settings: Settings, inputSize: Int, outputSize: Int
  ) throws(NetworkError) -> any Network {
    let network = try all.chosen(by: settings).make(settings, inputSize, outputSize)
    return ScaledNetwork.make(settings.section("output"), network)
  }

  /// Whether settings make a net, whatever the task.
  ///
  /// - Throws: What `make` would throw.
  package static func check(_ settings: Settings) throws(NetworkError) {
    _ = try make(settings: settings, inputSize: 1, outputSize: 1)
  }
}
