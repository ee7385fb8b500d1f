import Programs
package import LinearAlgebra
import Networks
package import Plans

/// A cell's parameters in the precision of a computation that need not be their own.
struct CellParameters<Element: Scalar, Working: Scalar> {
  package let bindings: [Binding<Working>]
  private let copies: [(source: Binding<Element>, copy: Storage<Working>)]

  package init(_ sources: [Binding<Element>]) {
    if let same = sources as? [Binding<Working>] {
      (bindings, copies) = (same, [])
    } else {
      copies = sources.map { ($0, Storage(count: $0.value.shape.count)) }
      bindings = copies.map { Binding($0.source.value, to: $0.copy) }
    }
  }

  /// Takes the parameters over as they are now.
  func refresh() {
    for (source, copy) in copies { copy.convert(source.storage, from: source.offset) }
  }
}

extension Storage {
  /// Takes over as many elements as this storage has, from `offset` of one of another precision on.
  package func convert<Other: Scalar>(_ other: Storage<Other>, from offset: Int = 0) {
    // Loops over known types: generic ones, in another module, would be a hundred times slower.
    if let other = other as? Storage<Element> {
      copy(from: other, at: offset)
    } else if let other = other as? Storage<Float>, let wide = self as? Storage<Double> {
      other.withSpan { other in
        wide.withMutableSpan { for i in $0.indices { $0[i] = Double(other[offset + i]) } }
      }
    } else if let other = other as? Storage<Double>, let narrow = self as? Storage<Float> {
      other.withSpan { other in
        narrow.withMutableSpan { for i in $0.indices { $0[i] = Float(other[offset + i]) } }
      }
    } else {
      preconditionFailure("no conversion from \(Other.self) to \(Element.self)")
    }
  }

  func clear() {
    if let single = self as? Storage<Float> {
      single.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    } else if let double = self as? Storage<Double> {
      double.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    }
  }
}

extension Storage<Double> {
  /// Takes over all of `other` from place `offset` on.
  package func write(_ other: Storage<Double>, at offset: Int) {
    other.withSpan { other in
      withMutableSpan { for i in other.indices { $0[offset + i] = other[i] } }
    }
  }
}
