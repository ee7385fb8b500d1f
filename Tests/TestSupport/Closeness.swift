/// Whether each element is within an absolute `tolerance` of its partner.
package func areClose(_ found: [Double], _ expected: [Double], within tolerance: Double) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance || $0 == $1 }
}
