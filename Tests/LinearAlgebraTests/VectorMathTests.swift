import CVectorMath
import RealModule
import Testing

/// A function of vector_math.h, the same from libm, and where they must agree.
struct Elementary: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let single: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
  let double: @Sendable (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
  let reference: @Sendable (Double) -> Double
  /// Magnitudes at which to compare, sampled evenly in the logarithm, with both signs where `signed`.
  let magnitudes: ClosedRange<Double>
  var signed = true
  /// Largest error, in units in the last place of the result (of 1, where `absolute`), over libm's own.
  let units: Double
  var absolute = false

  static let all = [
    Elementary(
      testDescription: "exp", single: { vm_exp_array_f32($0, $1, $2) },
      double: { vm_exp_array_f64($0, $1, $2) }, reference: { .exp($0) },
      magnitudes: 1e-12...86, units: 2),
    Elementary(
      testDescription: "expm1", single: { vm_expm1_array_f32($0, $1, $2) },
      double: { vm_expm1_array_f64($0, $1, $2) }, reference: { .expMinusOne($0) },
      magnitudes: 1e-12...86, units: 3),
    Elementary(
      testDescription: "log", single: { vm_log_array_f32($0, $1, $2) },
      double: { vm_log_array_f64($0, $1, $2) }, reference: { .log($0) },
      magnitudes: 1e-37...1e37, signed: false, units: 2),
    Elementary(
      testDescription: "log near 1", single: { vm_log_array_f32($0, $1, $2) },
      double: { vm_log_array_f64($0, $1, $2) }, reference: { .log($0) },
      magnitudes: 0.5...2, signed: false, units: 2),
    Elementary(
      testDescription: "log1p", single: { vm_log1p_array_f32($0, $1, $2) },
      double: { vm_log1p_array_f64($0, $1, $2) }, reference: { .log(onePlus: $0) },
      magnitudes: 1e-12...0.999, units: 3),
    Elementary(
      testDescription: "log1p of large numbers", single: { vm_log1p_array_f32($0, $1, $2) },
      double: { vm_log1p_array_f64($0, $1, $2) }, reference: { .log(onePlus: $0) },
      magnitudes: 1...3e38, signed: false, units: 3),
    Elementary(
      testDescription: "tanh", single: { vm_tanh_array_f32($0, $1, $2) },
      double: { vm_tanh_array_f64($0, $1, $2) }, reference: { .tanh($0) },
      magnitudes: 1e-12...100, units: 4),
    Elementary(
      testDescription: "sigmoid", single: { vm_sigmoid_array_f32($0, $1, $2) },
      double: { vm_sigmoid_array_f64($0, $1, $2) }, reference: { 1 / (1 + .exp(-$0)) },
      magnitudes: 1e-12...86, units: 4),
    Elementary(
      testDescription: "softplus", single: { vm_softplus_array_f32($0, $1, $2) },
      double: { vm_softplus_array_f64($0, $1, $2) },
      reference: { max($0, 0) + .log(onePlus: .exp(-abs($0))) }, magnitudes: 1e-12...86, units: 5),
    Elementary(
      testDescription: "sech2", single: { vm_sech2_array_f32($0, $1, $2) },
      double: { vm_sech2_array_f64($0, $1, $2) },
      reference: { 1 / (.cosh($0) * .cosh($0)) }, magnitudes: 1e-12...43, units: 6),
    Elementary(
      testDescription: "sin", single: { vm_sin_array_f32($0, $1, $2) },
      double: { vm_sin_array_f64($0, $1, $2) }, reference: { .sin($0) },
      magnitudes: 1e-12...1e5, units: 2, absolute: true),
    Elementary(
      testDescription: "cos", single: { vm_cos_array_f32($0, $1, $2) },
      double: { vm_cos_array_f64($0, $1, $2) }, reference: { .cos($0) },
      magnitudes: 1e-12...1e5, units: 2, absolute: true),
  ]

  /// An odd count, so that the loop's remainder is tried too.
  var arguments: [Double] {
    let (low, high) = (Double.log(magnitudes.lowerBound), Double.log(magnitudes.upperBound))
    return (0..<20_003).map { i in
      let magnitude = Double.exp(low + (high - low) * Double(i) / 20_002)
      return signed && i % 2 == 1 ? -magnitude : magnitude
    }
  }
}

@Test(arguments: Elementary.all)
func `an elementary function agrees with libm in single precision`(function: Elementary) {
  let x = function.arguments.map { Float($0) }
  var y = [Float](repeating: .nan, count: x.count)
  function.single(x, &y, x.count)
  for (x, y) in zip(x, y) {
    let expected = function.reference(Double(x))
    let unit = function.absolute ? Float.ulpOfOne : Float(expected).ulp
    #expect(abs(Double(y) - expected) <= function.units * Double(unit), "at \(x)")
  }
}

@Test(arguments: Elementary.all)
func `an elementary function agrees with libm in double precision`(function: Elementary) {
  let x = function.arguments
  var y = [Double](repeating: .nan, count: x.count)
  function.double(x, &y, x.count)
  for (x, y) in zip(x, y) {
    let expected = function.reference(x)
    let unit = function.absolute ? Double.ulpOfOne : expected.ulp
    // libm and the reference formula round too.
    #expect(abs(y - expected) <= (function.units + 3) * unit, "at \(x)")
  }
}

@Test(arguments: Elementary.all)
func `an elementary function passes NaN on`(function: Elementary) {
  var (single, double) = ([Float](repeating: 0, count: 40), [Double](repeating: 0, count: 40))
  function.single([Float](repeating: .nan, count: 40), &single, 40)
  function.double([Double](repeating: .nan, count: 40), &double, 40)
  #expect(single.allSatisfy { $0.isNaN } && double.allSatisfy { $0.isNaN })
}

private typealias Kernel = (UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int) -> Void
private typealias SingleKernel = (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void

/// Both precisions at a few points.
private func values(_ double: Kernel, _ single: SingleKernel, _ x: [Double]) -> [Double] {
  var (y, z) = (x, x.map { Float($0) })
  double(x, &y, x.count)
  single(x.map { Float($0) }, &z, x.count)
  return y + z.map { Double($0) }
}

@Test func `elementary functions take their limits at infinity`() {
  let ends = [Double.infinity, -.infinity]
  #expect(values(vm_exp_array_f64, vm_exp_array_f32, ends) == [.infinity, 0, .infinity, 0])
  #expect(values(vm_expm1_array_f64, vm_expm1_array_f32, ends) == [.infinity, -1, .infinity, -1])
  #expect(values(vm_tanh_array_f64, vm_tanh_array_f32, ends) == [1, -1, 1, -1])
  #expect(values(vm_sigmoid_array_f64, vm_sigmoid_array_f32, ends) == [1, 0, 1, 0])
  #expect(values(vm_sech2_array_f64, vm_sech2_array_f32, ends) == [0, 0, 0, 0])
  let softplus = values(vm_softplus_array_f64, vm_softplus_array_f32, ends)
  #expect(softplus == [.infinity, 0, .infinity, 0])
}

@Test func `logarithms of zero are minus infinity, of less are NaN`() {
  let log = values(vm_log_array_f64, vm_log_array_f32, [0, -1, -.infinity, .infinity])
  #expect(
    log[0] == -.infinity && log[4] == -.infinity && log[3] == .infinity && log[7] == .infinity)
  #expect([1, 2, 5, 6].allSatisfy { log[$0].isNaN })
  let log1p = values(vm_log1p_array_f64, vm_log1p_array_f32, [-1, -2, .infinity, 0])
  #expect(log1p[0] == -.infinity && log1p[4] == -.infinity)
  #expect(log1p[2] == .infinity && log1p[6] == .infinity && log1p[3] == 0 && log1p[7] == 0)
  #expect(log1p[1].isNaN && log1p[5].isNaN)
}

@Test func `sine and cosine of numbers too large to reduce stay bounded, of infinity are NaN`() {
  let large = [1e9, -3e15, 1e30]
  for y in values(vm_sin_array_f64, vm_sin_array_f32, large)
    + values(vm_cos_array_f64, vm_cos_array_f32, large)
  {
    #expect(abs(y) <= 1)
  }
  #expect(values(vm_sin_array_f64, vm_sin_array_f32, [.infinity]).allSatisfy { $0.isNaN })
}
