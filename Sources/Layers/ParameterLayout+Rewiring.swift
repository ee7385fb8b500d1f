import RandomStreams
package import LinearAlgebra

extension ParameterLayout {
  /// `values` with other recurrent weights, which are random with orthonormal columns in each block, and have masks
  /// applied.
  ///
  /// - Parameters:
  ///   - values: `count` numbers.
  ///   - seed: The trial's seed.
  /// - Returns: `count` numbers.
  package func rewired<S: Scalar>(_ values: [S], seed: UInt64) -> [S] {
    precondition(values.count == count, "\(values.count) values for \(count) parameters")
    var result = values
    for placed in all where placed.group == .recurrent {
      var random = RandomStream(seed: seed, purpose: "rewired \(placed.name)")
      let parameter = placed.parameter
      let rule = OrthogonalInitialization(gain: 1)
      var drawn = rule.values(parameter.geometry, from: &random)
      if let mask = parameter.mask.flatMap({ self[$0]?.range }) {
        drawn = rule.masked(
          drawn, mask: values[mask].map { Double($0) }, geometry: parameter.geometry)
      }
      result.replaceSubrange(placed.range, with: drawn.map { S($0) })
    }
    return result
  }
}
