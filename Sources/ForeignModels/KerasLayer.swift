import Foundation

/// Where a file of Keras has the weights of a recurrent layer.
///
/// Keras 3 writes `…/lstm/cell/vars/0`, `1` and `2`, its legacy format `…/lstm/…/kernel` (or `kernel:0`) and so on: the
/// kernel [inputs, gates·units], the recurrent kernel [units, gates·units], the bias.
struct KerasLayer: Equatable {
  /// The user's name for it.
  let name: String
  /// What stands before the names of its weights.
  let place: String
  let kernel: String
  let recurrentKernel: String
  /// Nil where the layer has none.
  let bias: String?

  var arrays: [String] { [kernel, recurrentKernel] + (bias.map { [$0] } ?? []) }

  /// Whether it is one direction of a `Bidirectional` layer, the other of which is among `layers`.
  func isHalf(among layers: [KerasLayer]) -> Bool {
    let others = [("forward_", "backward_"), ("backward_", "forward_")].map { one, other in
      place.replacingOccurrences(of: one, with: other)
    }
    return layers.contains { $0.place != place && others.contains($0.place) }
  }

  /// The recurrent layers of a file, in its order; none where it is not Keras's.
  static func all(in arrays: any NamedArrays) throws(ModelFileError) -> [KerasLayer] {
    let names = Set(arrays.names)
    var layers: [KerasLayer] = []
    for name in arrays.names {
      guard let layer = try current(name, arrays, names) ?? legacy(name, names) else { continue }
      layers.append(layer)
    }
    return layers
  }

  /// The layer whose recurrent kernel is the array `name` of a file of Keras 3.
  private static func current(
    _ name: String, _ arrays: any NamedArrays, _ names: Set<String>
  ) throws(ModelFileError) -> KerasLayer? {
    let mark = "cell/vars/1"
    guard name == mark || name.hasSuffix("/" + mark) else { return nil }
    let place = String(name.dropLast(mark.count))
    guard names.contains("\(place)cell/vars/0") else { return nil }
    // Its place only counts the layers of its kind; the user's name is beside it.
    let given = try arrays.text("name", of: place + "vars")
    let bias = "\(place)cell/vars/2"
    return KerasLayer(
      name: given ?? place.split(separator: "/").last.map(String.init) ?? place, place: place,
      kernel: "\(place)cell/vars/0", recurrentKernel: name,
      bias: names.contains(bias) ? bias : nil)
  }

  /// The layer whose recurrent kernel is the array `name` of a file in the legacy format.
  private static func legacy(_ name: String, _ names: Set<String>) -> KerasLayer? {
    for end in ["", ":0"] where name.hasSuffix("/recurrent_kernel" + end) {
      let place = String(name.dropLast("recurrent_kernel".count + end.count))
      guard names.contains("\(place)kernel\(end)") else { return nil }
      let parts = place.split(separator: "/").filter { $0 != "model_weights" }
      let bias = "\(place)bias\(end)"
      return KerasLayer(
        name: parts.first.map(String.init) ?? place, place: place, kernel: "\(place)kernel\(end)",
        recurrentKernel: name, bias: names.contains(bias) ? bias : nil)
    }
    return nil
  }
}
