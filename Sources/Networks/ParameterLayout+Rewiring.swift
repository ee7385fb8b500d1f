public import LinearAlgebra

extension ParameterLayout {
  /// `values` with other recurrent weights: random ones with orthonormal columns, masks applied.
  ///
  /// - Parameter values: `count` numbers.
  public func rewired<S: Scalar>(_ values: [S], seed: UInt64) -> [S] {
    precondition(values.count == count, "\(values.count) values for \(count) parameters")
    var result = values
    for placed in all where placed.group == .recurrent {
      var random = RandomStream(seed: seed, purpose: "rewired \(placed.name)")
      let parameter = placed.parameter
      let drawn = OrthogonalInitialization(gain: 1).values(parameter.geometry, from: &random)
      let mask = parameter.mask.flatMap { self[$0]?.range }
      for (index, place) in placed.range.enumerated() {
        let kept = mask.map { values[$0.lowerBound + index] } ?? 1
        result[place] = S(drawn[index]) * kept
      }
    }
    return result
  }
}
