import ComplexModule
import Foundation
import Layers
import LinearAlgebra
import Networks
import Plans
import Programs
import RandomStreams
import Schema
import TestSupport
import Testing

@Suite struct InitializationTests {
  static func rule(_ scheme: String, _ settings: [String: Written] = [:]) -> any Initialization {
    let all = InitializationCatalogue.recurrent
    let entry = InitializationCatalogue.entry("key", all, default: "zeros", "")
    guard case .section(let section) = entry.kind else { preconditionFailure("\(entry.kind)") }
    let written = settings.merging(["scheme": .value(.text(scheme))]) { $1 }
    return InitializationCatalogue.make(section.settings(.mapping(written)))
  }

  static func matrix(
    _ rule: any Initialization, _ rows: Int, _ columns: Int, seed: UInt64 = 1
  ) -> Matrix<Double> {
    var random = RandomStream(seed: seed, purpose: "test")
    return Matrix(
      rows: rows, columns: columns,
      elements: rule.values(WeightGeometry(Shape(rows, columns)), from: &random))
  }

  /// Rules with their standard deviation for 300 inputs and 200 units, and whether they are uniform.
  static let deviations: [(String, [String: Double], Double, Bool)] = [
    ("glorot_uniform", [:], (2.0 / 500).squareRoot(), true),
    ("glorot_normal", [:], (2.0 / 500).squareRoot(), false),
    ("he_uniform", [:], (2.0 / 300).squareRoot(), true),
    ("he_normal", [:], (2.0 / 300).squareRoot(), false),
    ("lecun_uniform", [:], (1.0 / 300).squareRoot(), true),
    ("lecun_normal", [:], (1.0 / 300).squareRoot(), false),
    ("torch", [:], (1.0 / 900).squareRoot(), true),
    ("gaussian", ["gain": 1.5], 1.5 / 300.0.squareRoot(), false),
    ("normal", ["deviation": 0.5], 0.5, false),
    ("uniform", ["bound": 0.08], 0.08 / 3.0.squareRoot(), true),
  ]

  @Test(arguments: deviations.indices)
  func `independent elements have the mean, deviation and kurtosis of their rule`(_ index: Int) {
    let (scheme, settings, deviation, isUniform) = Self.deviations[index]
    let rule = Self.rule(scheme, settings.mapValues { .value(.real($0)) })
    let elements = Self.matrix(rule, 200, 300).elements
    let count = Double(elements.count)
    func moment(_ power: Double) -> Double { elements.reduce(0) { $0 + pow($1, power) } / count }
    // 60 000 draws: five standard errors of the mean, the variance and the fourth moment.
    let error = 5 / count.squareRoot()
    let kurtosis = isUniform ? 1.8 : 3.0
    #expect(abs(moment(1)) < error * deviation)
    #expect(abs(moment(2) / pow(deviation, 2) - 1) < error * (kurtosis - 1).squareRoot())
    #expect(abs(moment(4) / pow(deviation, 4) - kurtosis) < error * (isUniform ? 2.4 : 9.8))
    if isUniform {
      let bound = 3.0.squareRoot() * deviation
      #expect(elements.allSatisfy { abs($0) <= bound * (1 + 1e-15) })
    }
  }

  @Test(arguments: [(40, 40), (60, 25), (25, 60)])
  func `an orthogonal matrix has orthonormal rows or columns, times its gain`(
    rows: Int, columns: Int
  ) {
    let matrix = Self.matrix(Self.rule("orthogonal", ["gain": 1.7]), rows, columns)
    let gram = rows >= columns ? matrix.transposed * matrix : matrix * matrix.transposed
    let expected = 1.7 * 1.7 * Matrix<Double>.identity(min(rows, columns))
    // Rounding of a QR.
    #expect((gram - expected).largestMagnitude < 1e-13)
  }

  @Test func `an orthogonal matrix's elements are Haar's`() {
    // Of a Haar matrix in 2 dimensions, an element is the cosine of a uniform angle: its square has mean 1/2 and
    // its fourth power 3/8. Without the signs of R's diagonal the mean would not vanish.
    let samples = (0..<4000).map { seed in
      Self.matrix(Self.rule("orthogonal"), 2, 2, seed: UInt64(seed)).elements
    }
    for index in 0..<4 {
      let mean = samples.reduce(0) { $0 + $1[index] } / 4000
      let fourth = samples.reduce(0) { $0 + pow($1[index], 4) } / 4000
      // Five standard errors: deviations √(1/2) and √(35/128 − 9/64).
      #expect(abs(mean) < 5 * 0.71 / 4000.0.squareRoot())
      #expect(abs(fourth - 0.375) < 5 * 0.365 / 4000.0.squareRoot())
    }
  }

  @Test(arguments: [8, 9])
  func `rotation blocks have their eigenvalues on the unit circle`(width: Int) {
    let matrix = Self.matrix(Self.rule("rotation_blocks"), width, width)
    let angles = matrix.eigenvalues.map { atan2($0.imaginary, $0.real) }
    // Rounding.
    for eigenvalue in matrix.eigenvalues {
      #expect(abs(hypot(eigenvalue.real, eigenvalue.imaginary) - 1) < 1e-14)
    }
    #expect(Set(angles.map { (abs($0) * 1e9).rounded() }).count == (width + 1) / 2)
    for i in 0..<width {
      for j in 0..<width where i / 2 != j / 2 { #expect(matrix[i, j] == 0) }
      // An angle on (−π, 0): its sine, above the diagonal, is negative.
      if i % 2 == 0 && i + 1 < width { #expect(matrix[i, i + 1] < 0) }
    }
  }

  @Test func `constants are constant`() {
    #expect(Self.matrix(Self.rule("zeros"), 2, 2).elements == [0, 0, 0, 0])
    #expect(Self.matrix(Self.rule("constant", ["value": 0.5]), 1, 2).elements == [0.5, 0.5])
  }

  @Test func `PyTorch's default goes by the width in a recurrent net`() throws {
    let rule: Written = ["scheme": "torch"]
    let network = try NetworkCatalogue.make(
      settings: NetworkCatalogue.section.settings([
        "width": 100,
        "initial": ["recurrent": rule, "input": rule, "bias": rule, "readout": rule],
      ]), inputSize: 3, outputSize: 5)
    let values: [Double] = network.layout.initialValues(seed: 4)
    for placed in network.layout.trained {
      let largest = values[placed.range].map(abs).max() ?? .nan
      // Of 5 draws the largest is above a third of the bound but once in 200 seeds.
      #expect(largest <= 0.1 && largest > 0.03, "\(placed.name)")
    }
  }

  @Test func `a Gaussian matrix keeps its spectral radius at every modularity`() throws {
    for modularity in [0, 0.5, 0.9, 1] {
      let network = try NetworkCatalogue.make(
        settings: NetworkCatalogue.section.settings([
          "width": 400, "modules": 4, "modularity": .value(.real(modularity)),
          "initial": ["recurrent": ["scheme": "gaussian", "gain": 1.5]],
        ]), inputSize: 1, outputSize: 1)
      let matrix = network.recurrentMatrix(of: network.layout.initialValues(seed: 2))
      // Finite-size fluctuations of the largest eigenvalue, about N^(−1/2).
      #expect(abs((matrix?.spectralRadius ?? .nan) - 1.5) < 0.15, "q = \(modularity)")
    }
  }
}
