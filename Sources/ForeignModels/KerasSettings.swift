import Foundation

/// What Keras says about a recurrent layer beside its weights. A file of weights alone says nothing.
struct KerasSettings {
  private let values: [String: Any]

  /// - Parameters:
  ///   - configuration: The JSON of `config.json` or of the attribute `model_config`; nil where there is none.
  ///   - name: The layer's name.
  init(_ configuration: String?, of name: String) {
    let json = configuration.flatMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) }
    values = json.flatMap { Self.layer(name, in: $0) } ?? [:]
  }

  /// The name of an activation function; nil where nothing is said, or it has none of its own.
  func activation(_ key: String) -> String? {
    guard let value = values[key] else { return nil }
    return value as? String ?? "a function of one's own"
  }

  func flag(_ key: String) -> Bool? { values[key] as? Bool }

  /// The settings of the layer of a name, wherever it is: layers hold layers.
  private static func layer(_ name: String, in value: Any) -> [String: Any]? {
    if let list = value as? [Any] { return list.lazy.compactMap { layer(name, in: $0) }.first }
    guard let object = value as? [String: Any] else { return nil }
    let classes = ["SimpleRNN", "LSTM", "GRU", "RNN"]
    if let own = object["config"] as? [String: Any], own["name"] as? String == name,
      let kind = object["class_name"] as? String, classes.contains(kind)
    {
      guard let cell = own["cell"] as? [String: Any] else { return own }
      let inner = cell["config"] as? [String: Any] ?? [:]
      return own.merging(inner) { $1 }
    }
    return object.keys.sorted().lazy.compactMap { object[$0].flatMap { layer(name, in: $0) } }.first
  }
}
