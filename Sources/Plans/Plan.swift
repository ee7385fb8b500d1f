package import LinearAlgebra
package import Programs

/// A program made ready to run: its elementwise chains are fused and its memory is laid out once.
///
/// A run allocates nothing. Inputs and outputs lie in `Storage`; the plan makes one for each that is not bound.
package final class Plan<Element: Scalar> {
  private let block: Executable
  private let storages: [Int: Storage<Element>]
  // The bindings are kept alive because the block points into them.
  private let bindings: [Binding<Element>]

  /// Compiles the program of `outputs`, which is the same for all of them.
  ///
  /// - Parameters:
  ///   - outputs: The values to compute; at least one.
  ///   - bindings: Where inputs and outputs lie. A bound value that is not an input must be an output. Two outputs that
  ///     turn out to be one value, such as equal gradients, may be bound to a place each. An input is read at the first
  ///     of its places.
  package init(outputs: [Value], bindings: [Binding<Element>] = []) {
    precondition(!outputs.isEmpty, "a plan without outputs")
    let program = outputs[0].program
    var all = bindings
    var own: [Int: Storage<Element>] = [:]
    for value in program.inputs.map({ Value(program, $0) }) + outputs
    where own[value.id] == nil && !all.contains(where: { $0.value.id == value.id }) {
      let storage = Storage<Element>(count: value.shape.count)
      own[value.id] = storage
      all.append(Binding(value, to: storage))
    }
    var compiler = ProgramCompiler(program, elementSize: MemoryLayout<Element>.stride)
    for binding in all {
      precondition(binding.value.program === program, "a binding of another program's value")
      let offset = binding.offset * MemoryLayout<Element>.stride
      compiler.bind(binding.value.id, to: binding.storage.base, offset: offset)
    }
    block = compiler.block(for: outputs.map(\.id))
    self.bindings = all
    storages = Dictionary(all.map { ($0.value.id, $0.storage) }, uniquingKeysWith: { a, _ in a })
  }

  /// The storage of an input or an output. Where the plan made it, the value lies at its first element. Any other value
  /// traps.
  package func storage(of value: Value) -> Storage<Element> {
    guard let storage = storages[value.id] else {
      preconditionFailure("the value is neither an input nor an output of this plan")
    }
    return storage
  }

  /// Computes the outputs from the present contents of the inputs.
  package func run() { block.run() }
}
