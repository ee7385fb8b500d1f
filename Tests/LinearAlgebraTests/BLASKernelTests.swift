import Foundation
import LinearAlgebra
import Testing

@Test func `the kernel in use is named, and held back only by the environment`() {
  let kernel = BLASKernel.current
  #expect(!kernel.name.isEmpty && kernel.name != "unknown")
  #expect(kernel.configuration.contains("OpenBLAS"))
  #expect(kernel.requestedCore == ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"])
}

@Test func `a name that OpenBLAS does not know is found`() {
  var kernel = BLASKernel(
    name: "Haswell", configuration: "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH Haswell",
    requestedCore: "HASWELL", processorWidth: .avx512)
  #expect(kernel.ignoredRequest == nil && kernel.bestName == "SkylakeX")
  kernel = BLASKernel(
    name: "SkylakeX", configuration: "", requestedCore: "Zen5", processorWidth: .avx512)
  #expect(kernel.ignoredRequest == "Zen5")
}

@Test(arguments: [
  ("Haswell", Optional("Haswell"), BLASKernel.VectorWidth.avx512, true),
  ("Haswell", nil, .avx512, false), ("Cooperlake", nil, .avx512, false),
  ("SkylakeX", "SkylakeX", .avx512, false), ("Prescott", "Prescott", .avx2, true),
  ("neoversen1", "neoversen1", .baseline, false),
])
func `a kernel is held back where the environment asks for less than the CPU has`(
  name: String, requested: String?, width: BLASKernel.VectorWidth, expected: Bool
) {
  let kernel = BLASKernel(
    name: name, configuration: "", requestedCore: requested, processorWidth: width)
  #expect(kernel.isHeldBack == expected)
}
