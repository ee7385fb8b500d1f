import Foundation
import Schema

/// The datasets of a file that are a recurrent net's weights, and the others.
///
/// The spectrum of a part of a net would look right, so that every dataset of the net that is not understood is an
/// error.
struct SavedWeights {
  /// The prefix of `weight_hh_l0`: nothing, a group (`rnn/`) or the name of a part of a net (`rnn.`).
  package let prefix: String
  let layerCount: Int
  /// Whether it is a single cell (`RNNCell` and the like), whose weights have no `_l0` in their names.
  private let isCell: Bool
  private let names: Set<String>
  /// The path of the file, for messages.
  package let path: String
  /// Datasets that are no part of the net, in the order of the file.
  package private(set) var unused: [String] = []

  /// How a weight is stored.
  enum Source: Equatable {
    /// One dataset holds it.
    case plain(String)
    /// Two datasets hold the length and the direction of each row (weight normalisation).
    case normalized(lengths: String, directions: String)

    fileprivate var names: [String] {
      switch self {
      case .plain(let name): [name]
      case .normalized(let lengths, let directions): [lengths, directions]
      }
    }
  }

  /// Finds the weights of a net.
  ///
  /// - Parameters:
  ///   - names: The names of all datasets of the file.
  ///   - net: The prefix, with its last sign or without; nil where there is only one net.
  /// - Throws: `ModelFileError` where there is no such net, there are several, or it is not one that PyTorch's cells
  ///   make.
  package init(_ names: [String], net: String?, path: String) throws(ModelFileError) {
    let (prefix, isCell) = try Self.net(among: names, net, path)
    let own = names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    if own.contains("weight_hh_l0_reverse") { throw .bidirectional(path: path) }
    if own.contains("weight_hr_l0") { throw .projected(path: path) }
    self.prefix = prefix
    self.isCell = isCell
    self.path = path
    self.names = Set(names)
    // No file has as many layers as a name may claim.
    layerCount = isCell ? 1 : 1 + min(own.compactMap(Self.layerNumber).max() ?? 0, 1_000_000)
    // A gap in the layers throws, so that a large number in a name cannot make this loop long.
    var used: Set<String> = []
    for layer in 0..<layerCount {
      for kind in ["weight_ih", "weight_hh"] {
        let name = self.name(kind, of: layer)
        guard let source = source(name) else {
          throw layer == 0
            ? .missingWeight(prefix + name, path: path, available: names)
            : .missingLayer(prefix + name, layers: layerCount, path: path)
        }
        used.formUnion(source.names + [prefix + name])
      }
      used.formUnion(["bias_ih", "bias_hh"].map { prefix + self.name($0, of: layer) })
    }
    let rest = names.filter { !used.contains($0) }
    let strange = rest.filter { name in
      name.hasPrefix(prefix)
        && (Self.isWeight(name.dropFirst(prefix.count)) || isCell && name == prefix + "bias")
    }
    guard strange.isEmpty else { throw .notUnderstood(strange, path: path) }
    unused = rest.filter { !$0.hasSuffix("inputs") }
  }

  /// The name of a layer's weight or bias without the prefix, as `weight_hh_l0` of the kind `weight_hh`.
  func name(_ kind: String, of layer: Int) -> String { isCell ? kind : "\(kind)_l\(layer)" }

  /// The datasets that hold the weight `name`; nil where there are none.
  ///
  /// Where a copy exists in which some weights are dropped at random for training, the true weights are called `_raw`.
  func source(_ name: String) -> Source? {
    let above = prefix.hasSuffix("module.") ? String(prefix.dropLast("module.".count)) : prefix
    let plain = ["\(prefix)\(name)_raw", "\(above)\(name)_raw", prefix + name]
    if let found = plain.first(where: names.contains) { return .plain(found) }
    let pairs = [
      ("\(name)_g", "\(name)_v"),
      ("parametrizations.\(name).original0", "parametrizations.\(name).original1"),
    ]
    return pairs.lazy.map { (prefix + $0, prefix + $1) }
      .first { names.contains($0.0) && names.contains($0.1) }
      .map { .normalized(lengths: $0, directions: $1) }
  }

  /// Whether the net has a dataset of this name, given without the prefix.
  package func contains(_ name: String) -> Bool { names.contains(prefix + name) }

  private static func net(
    among names: [String], _ net: String?, _ path: String
  ) throws(ModelFileError) -> (prefix: String, isCell: Bool) {
    var nets: [(prefix: String, isCell: Bool)] = []
    for name in names {
      for (weight, isCell) in [("weight_hh_l0", false), ("weight_hh", true)] {
        let marks = [weight, weight + "_g", "parametrizations.\(weight).original0"]
        guard let mark = marks.first(where: name.hasSuffix) else { continue }
        let prefix = String(name.dropLast(mark.count))
        guard prefix.isEmpty || prefix.hasSuffix(".") || prefix.hasSuffix("/"),
          !nets.contains(where: { $0.prefix == prefix })
        else { continue }
        nets.append((prefix, isCell))
      }
    }
    let prefixes = nets.map(\.prefix)
    if let net {
      let asked = [net, net + ".", net + "/"]
      guard let found = nets.first(where: { asked.contains($0.prefix) }) else {
        throw .noNet(net, path: path, available: prefixes)
      }
      return found
    }
    guard let first = nets.first else {
      throw .missingWeight("weight_hh_l0", path: path, available: names)
    }
    guard nets.count == 1 else { throw .severalNets(path: path, available: prefixes) }
    return first
  }

  /// The number at the end of `weight_ih_l2` and the like.
  private static func layerNumber(_ name: String) -> Int? {
    guard
      name.hasPrefix("weight_") || name.hasPrefix("bias_") || name.hasPrefix("parametrizations."),
      let mark = name.range(of: "_l", options: .backwards)
    else { return nil }
    return Int(name[mark.upperBound...].prefix { $0.isNumber })
  }

  /// Whether a name, given without the net's prefix, is that of numbers that would change the net's dynamics.
  private static func isWeight(_ name: Substring) -> Bool {
    let name = name.lowercased()
    return ["weight_", "bias_", "gamma", "beta", "parametrizations."].contains(
      where: name.hasPrefix)
      || name.contains("norm")
  }
}
