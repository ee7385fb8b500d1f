package import LinearAlgebra
package import Plans
package import Programs

/// A net's parameters as inputs of a program, by name.
package struct ParameterValues {
  private let values: [String: Value]

  package init(_ values: [String: Value]) { self.values = values }

  package subscript(name: String) -> Value {
    guard let value = values[name] else { preconditionFailure("no parameter \"\(name)\"") }
    return value
  }
}

extension ParameterLayout {
  /// An input of `program` for each parameter.
  package func values(in program: Program) -> ParameterValues {
    let inputs = all.map { ($0.name, program.input($0.shape.rows, $0.shape.columns)) }
    return ParameterValues(Dictionary(uniqueKeysWithValues: inputs))
  }

  /// Lets all parameters lie in a flat vector of `count` numbers.
  package func bindings<S: Scalar>(
    of values: ParameterValues, to storage: Storage<S>
  ) -> [Binding<S>] {
    all.map { Binding(values[$0.name], to: storage, offset: $0.offset) }
  }

  /// The trained parameters' values, in the layout's order.
  package func trainedValues(_ values: ParameterValues) -> [Value] {
    trained.map { values[$0.name] }
  }

  /// Lets one value for each trained parameter, such as its gradient, lie in a flat vector of `trainedCount` numbers.
  package func bindings<S: Scalar>(
    ofTrained values: [Value], to storage: Storage<S>
  ) -> [Binding<S>] {
    precondition(values.count == trained.count, "\(values.count) for \(trained.count) parameters")
    return zip(values, trained).map { Binding($0, to: storage, offset: $1.offset) }
  }
}
