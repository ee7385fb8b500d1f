package import LinearAlgebra

extension Storage {
  /// Takes as many elements as this storage has from one of another precision, starting at its element `offset`.
  package func convert<Other: Scalar>(_ other: Storage<Other>, from offset: Int = 0) {
    // These are loops over known types. Generic ones, in another module, would be a hundred times slower.
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

  /// Sets every element to 0.
  package func clear() {
    if let single = self as? Storage<Float> {
      single.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    } else if let double = self as? Storage<Double> {
      double.withMutableSpan { for i in $0.indices { $0[i] = 0 } }
    }
  }
}

extension Storage<Double> {
  /// Writes all of `other` into this storage, starting at its element `offset`.
  package func write(_ other: Storage<Double>, at offset: Int) {
    other.withSpan { other in
      withMutableSpan { for i in other.indices { $0[offset + i] = other[i] } }
    }
  }
}
