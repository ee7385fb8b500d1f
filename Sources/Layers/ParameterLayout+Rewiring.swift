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

extension ParameterLayout {
  /// `values` with some of the trained parameters drawn anew by their own rules.
  ///
  /// - Parameters:
  ///   - values: `count` numbers.
  ///   - number: The number of the drawing; each has random numbers of its own.
  ///   - seed: The trial's seed.
  ///   - isRedrawn: Says which parameters are.
  /// - Returns: `count` numbers.
  package func redrawn<S: Scalar>(
    _ values: [S], number: Int, seed: UInt64, where isRedrawn: (Placed) -> Bool
  ) -> [S] {
    precondition(values.count == count, "\(values.count) values for \(count) parameters")
    var result = values
    for placed in trained where isRedrawn(placed) {
      var random = RandomStream(
        seed: seed, purpose: "redrawn \(placed.parameter.source)", index: number)
      let parameter = placed.parameter
      var drawn = parameter.initialization.values(parameter.geometry, from: &random)
      if let mask = parameter.mask.flatMap({ self[$0]?.range }) {
        drawn = parameter.initialization.masked(
          drawn, mask: values[mask].map { Double($0) }, geometry: parameter.geometry)
      }
      result.replaceSubrange(placed.range, with: drawn.map { S($0) })
    }
    return result
  }
}
