package import Programs
import RandomStreams
package import LinearAlgebra

/// Where each parameter of a net lies in one flat vector: the trained parameters first, without gaps, then the fixed
/// ones.
///
/// An optimiser can therefore update the vector's first `trainedCount` numbers in one go.
package struct ParameterLayout: Sendable {
  /// A parameter and its place in the vector.
  package struct Placed: Sendable {
    /// The parameter that lies there.
    package let parameter: Parameter
    /// The place of its first element.
    package let offset: Int

    package var name: String { parameter.name }
    /// The shape of the parameter.
    package var shape: Shape { parameter.shape }
    package var group: ParameterGroup { parameter.group }
    /// The places of its elements, row by row.
    package var range: Range<Int> { offset..<offset + shape.count }
  }

  /// The trained parameters, in the order of their places.
  package let trained: [Placed]
  /// The fixed parameters, in the order of their places.
  package let fixed: [Placed]
  /// How many numbers the trained parameters have.
  package let trainedCount: Int
  /// How many numbers all parameters have.
  package let count: Int
  private let places: [String: Placed]

  /// - Parameter parameters: Parameters of different names. The trained ones keep their order, and so do the fixed
  ///   ones.
  package init(_ parameters: [Parameter]) {
    var offset = 0
    func place(_ parameters: [Parameter]) -> [Placed] {
      parameters.map { parameter in
        defer { offset += parameter.shape.count }
        return Placed(parameter: parameter, offset: offset)
      }
    }
    trained = place(parameters.filter(\.isTrained))
    trainedCount = offset
    fixed = place(parameters.filter { !$0.isTrained })
    count = offset
    places = Dictionary(uniqueKeysWithValues: (trained + fixed).map { ($0.name, $0) })
  }

  /// All parameters, in the order of their places.
  package var all: [Placed] { trained + fixed }

  /// The parameter of this name; nil where there is none.
  package subscript(name: String) -> Placed? { places[name] }

  /// The trained parameters of one group, in the order of their places.
  package func trained(in group: ParameterGroup) -> [Placed] {
    trained.filter { $0.group == group }
  }

  /// The values of all parameters before training.
  ///
  /// Each parameter has a random stream that is keyed by its name, and is worked out in Double. Another configuration
  /// that has the same parameter therefore starts from the same random numbers, and so does another precision.
  ///
  /// - Parameter seed: The trial's seed.
  /// - Returns: `count` numbers.
  package func initialValues<S: Scalar>(seed: UInt64) -> [S] {
    var values: [String: [Double]] = [:]
    for placed in all {
      var random = RandomStream(seed: seed, purpose: "parameter \(placed.parameter.source)")
      let parameter = placed.parameter
      values[placed.name] = parameter.initialization.values(parameter.geometry, from: &random)
    }
    return all.flatMap { placed -> [S] in
      let own = values[placed.name, default: []]
      precondition(own.count == placed.shape.count, "\(own.count) values of \(placed.name)")
      guard let mask = placed.parameter.mask.flatMap({ values[$0] }) else {
        return own.map { S($0) }
      }
      let parameter = placed.parameter
      return parameter.initialization.masked(own, mask: mask, geometry: parameter.geometry).map {
        S($0)
      }
    }
  }

  /// The parameter `name` in a flat vector of `count` numbers. A name that is not in the layout traps.
  package func matrix(_ name: String, in values: [Double]) -> Matrix<Double> {
    precondition(values.count == count, "\(values.count) values for \(count) parameters")
    guard let placed = places[name] else { preconditionFailure("no parameter \"\(name)\"") }
    return Matrix(
      rows: placed.shape.rows, columns: placed.shape.columns, elements: Array(values[placed.range]))
  }
}
