import Schema

/// The combinations of a lattice as filters see them: with the numbers that follow from their settings.
final class LatticePoints {
  let lattice: Lattice
  private let axes: [Axis]
  private let template: Template
  private let seed: UInt64
  /// The numbers found so far, by name and by the positions of the axes that could change them.
  private var known: [String: [Int: Double]] = [:]
  private var digits: [String: [Int]] = [:]

  /// - Parameter seed: That of the trials that the numbers are taken from.
  init(_ lattice: Lattice, axes: [Axis], template: Template, seed: UInt64) {
    (self.lattice, self.axes, self.template, self.seed) = (lattice, axes, template, seed)
  }

  /// A derived number at a combination. It is computed once for all combinations that differ in nothing that could
  /// change it.
  ///
  /// - Throws: `Diagnostic` at `location` where the settings there lead to none.
  func value(
    of number: DerivedNumber, at combination: Int, location: Location
  ) throws(Diagnostic) -> Double {
    let digits = digits(of: number)
    let key = digits.reduce(0) { $0 + lattice.digit($1, of: combination) }
    if let value = known[number.name]?[key] { return value }
    let settings = template.settings { lattice.position($0, in: combination) }
    do {
      let value = try number.value(settings, seed)
      known[number.name, default: [:]][key] = value
      return value
    } catch {
      let values = digits.map {
        "\(axes[$0].path): \(axes[$0].values[lattice.position($0, in: combination)])"
      }
      let place = values.isEmpty ? "" : " with \(listed(values))"
      throw Diagnostic(
        at: location, "\(number.name) cannot be told\(place): \(error)",
        expected: "settings that go together, or a condition before this one that leaves them out")
    }
  }

  private func digits(of number: DerivedNumber) -> [Int] {
    if let digits = digits[number.name] { return digits }
    let relevant = axes.indices.filter {
      number.dependsOn(axes[$0].path) && !axes[$0].isContinuous
    }
    let found = lattice.digits(of: relevant)
    digits[number.name] = found
    return found
  }
}
