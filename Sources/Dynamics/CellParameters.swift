import LinearAlgebra
import Plans
import Programs

/// A cell's parameters in the precision of a computation, which may differ from the precision they are trained in.
struct CellParameters<Element: Scalar, Working: Scalar> {
  let bindings: [Binding<Working>]
  private let copies: [(source: Binding<Element>, copy: Storage<Working>)]

  init(_ sources: [Binding<Element>]) {
    if let same = sources as? [Binding<Working>] {
      (bindings, copies) = (same, [])
    } else {
      copies = sources.map { ($0, Storage(count: $0.value.shape.count)) }
      bindings = copies.map { Binding($0.source.value, to: $0.copy) }
    }
  }

  /// Copies the parameters' present values, where the precisions differ.
  func refresh() {
    for (source, copy) in copies { copy.convert(source.storage, from: source.offset) }
  }
}
