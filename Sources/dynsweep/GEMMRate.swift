import Foundation
import LinearAlgebra
import Platform
import RandomStreams
import Runs

/// How fast this process multiplies matrices on one core. It is measured in processor time, so that other programs on
/// the machine do not lower the rate.
struct GEMMRate: Codable, Equatable {
  /// The name of the BLAS kernel that was measured.
  var kernel: String
  /// Floating-point operations per second in float32.
  var single: Double
  /// Floating-point operations per second in float64.
  var double: Double

  /// Measures for `seconds` in each precision.
  static func measured(seconds: Double = 0.3) -> GEMMRate {
    useOneThread()
    return GEMMRate(
      kernel: BLASKernel.current.name, single: rate(of: Float.self, seconds),
      double: rate(of: Double.self, seconds))
  }

  /// The rate that this program measures in another process, whose environment leaves the choice of kernel to OpenBLAS;
  /// nil where that fails.
  static func measuredFreely() -> GEMMRate? {
    guard
      let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return nil }
    var environment = ProcessInfo.processInfo.environment
    environment["OPENBLAS_CORETYPE"] = nil
    let arguments = ["doctor", "--gemm-rate"]
    guard let process = BriefProcess(path, arguments, environment: environment) else { return nil }
    BriefProcess.wait(for: [process])
    return try? decoded(from: process.output)
  }

  private static func rate<Element: Scalar>(of type: Element.Type, _ seconds: Double) -> Double {
    let size = 512
    var random = RandomStream(seed: 1, purpose: "gemm rate")
    let elements = (0..<size * size).map { _ in Element(random.uniform()) }
    let matrix = Matrix(rows: size, columns: size, elements: elements)
    // The first product is slower, since memory is not mapped and the clock is low, so that it is not measured.
    var sum = (matrix * matrix)[0, 0]
    let start = processorSeconds()
    var (count, elapsed) = (0, 0.0)
    while elapsed < seconds {
      sum += (matrix * matrix)[count % size, 0]
      count += 1
      elapsed = processorSeconds() - start
    }
    let operations = 2 * Double(size * size * size) * Double(count)
    return sum.isFinite ? operations / elapsed : 0
  }
}

/// The processor time that this process has used, in seconds, summed over its threads.
func processorSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
