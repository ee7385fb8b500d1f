package import Programs
import RandomStreams
package import LinearAlgebra

/// Where each parameter of a net lies in one flat vector: the trained ones first, without gaps, then the fixed ones.
///
/// So an optimiser updates the vector's first `trainedCount` numbers as one.
package struct ParameterLayout: Sendable {
  /// A parameter and where its first element is.
  package struct Placed: Sendable {
    package let parameter: Parameter
    package let offset: Int

    package var name: String { parameter.name }
    package var shape: Shape { parameter.shape }
    package var group: ParameterGroup { parameter.group }
    package var range: Range<Int> { offset..<offset + shape.count }
  }

  package let trained: [Placed]
  package let fixed: [Placed]
  package let trainedCount: Int
  /// Trained and fixed.
  package let count: Int
  private let places: [String: Placed]

  /// - Parameter parameters: Of different names; each kind keeps its order.
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

  /// Trained, then fixed.
  package var all: [Placed] { trained + fixed }

  package subscript(name: String) -> Placed? { places[name] }

  /// The trained parameters of one group.
  package func trained(in group: ParameterGroup) -> [Placed] {
    trained.filter { $0.group == group }
  }

  /// The parameters before training.
  ///
  /// Each parameter has a random stream of its own, keyed by its name, and is worked out in Double: another
  /// configuration that has the same parameter starts from the same random numbers, and so does another precision.
  ///
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

  /// The parameter `name` out of a flat vector of `count` numbers.
  package func matrix(_ name: String, in values: [Double]) -> Matrix<Double> {
    precondition(values.count == count, "\(values.count) values for \(count) parameters")
    guard let placed = places[name] else { preconditionFailure("no parameter \"\(name)\"") }
    return Matrix(
      rows: placed.shape.rows, columns: placed.shape.columns, elements: Array(values[placed.range]))
  }
}
