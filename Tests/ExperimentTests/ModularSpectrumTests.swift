import Testing

@Suite struct ModularSpectrumTests {
  private func spectrum(_ exponents: String, modules: Int) throws -> [Double] {
    let found = try recorded(
      """
      task: {name: lag-echo, batch: 8, validation_samples: 8}
      model:
        width: 32
        modules: \(modules)
        modularity: 1
        initial: {recurrent: {scheme: gaussian, gain: 1.2}}
      training: {steps: 0, precision: float64}
      observe: {lyapunov: {trajectories: 2, steps: 4000, warmup: 1000, exponents: \(exponents)}}
      """)
    return try #require(found["lyapunov_spectrum"])
  }

  @Test(arguments: [2, 4, 8])
  func `the first exponents of a net of blocks are the largest of all`(modules: Int) throws {
    let all = try spectrum("all", modules: modules)
    #expect(all == all.sorted(by: >))
    for k in [1, 5] {
      let first = try spectrum("\(k)", modules: modules)
      #expect(first.count == k)
      // From other frames, whose memory fades with the window's length. The first units alone miss by tenths.
      for (found, whole) in zip(first, all) { #expect(abs(found - whole) < 5e-3) }
    }
  }
}
