package import LinearAlgebra
package import Plans
package import Programs

/// The parameters of a net as inputs of a program, by their names.
package struct ParameterValues {
  private let values: [String: Value]

  /// Parameters by their names.
  package init(_ values: [String: Value]) { self.values = values }

  /// The parameter of this name. A name that no parameter has traps.
  package subscript(name: String) -> Value {
    guard let value = values[name] else { preconditionFailure("no parameter \"\(name)\"") }
    return value
  }
}

extension ParameterLayout {
  /// A new input of `program` for each parameter.
  package func values(in program: Program) -> ParameterValues {
    let inputs = all.map { ($0.name, program.input($0.shape.rows, $0.shape.columns)) }
    return ParameterValues(Dictionary(uniqueKeysWithValues: inputs))
  }

  /// Places all parameters in a flat vector of `count` numbers.
  package func bindings<S: Scalar>(
    of values: ParameterValues, to storage: Storage<S>
  ) -> [Binding<S>] {
    all.map { Binding(values[$0.name], to: storage, offset: $0.offset) }
  }

  /// The values of the trained parameters, in the layout's order.
  package func trainedValues(_ values: ParameterValues) -> [Value] {
    trained.map { values[$0.name] }
  }

  /// Places one value for each trained parameter, such as its gradient, in a flat vector of `trainedCount` numbers.
  package func bindings<S: Scalar>(
    ofTrained values: [Value], to storage: Storage<S>
  ) -> [Binding<S>] {
    precondition(values.count == trained.count, "\(values.count) for \(trained.count) parameters")
    return zip(values, trained).map { Binding($0, to: storage, offset: $1.offset) }
  }
}
