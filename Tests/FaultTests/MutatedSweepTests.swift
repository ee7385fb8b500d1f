import Foundation
import TestSupport
import Testing

/// Sweep files of nets, theories and data with some bytes changed, given to the program.
@Suite(.serialized) struct MutatedSweepTests {
  private static let files = rounds(120, all: 10_000)

  @Test func `plan answers a mangled sweep file, soon and with little memory`() throws {
    try withTemporaryDirectory(inMemory: true) { folder in
      let originals = try Self.originals()
      let file = "\(folder)/sweep.yaml"
      let job = try RepeatedJob(["plan", file], in: folder)
      try job.limitMemory(to: 2_000_000_000)
      var source = SeededSource(seed: 46)
      var codes: [Int32: Int] = [:]
      var slowest = 0.0
      for number in 0..<Self.files {
        let text = originals[number % originals.count]
        let bytes = mutatedSweep(text, &source)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        let begin = Date()
        let (status, errors) = try job.answer(within: 10)
        slowest = max(slowest, Date().timeIntervalSince(begin))
        #expect(
          status == 0 || status == 65,
          "\(status.map(String.init) ?? "no end"), \(errors): \(String(decoding: bytes, as: UTF8.self))"
        )
        codes[status ?? -1, default: 0] += 1
        if number > 0, number % 5000 == 0 { print("mutated sweep files: \(number); \(codes)") }
      }
      print("mutated sweep files: \(Self.files); exit codes \(codes), slowest \(slowest) s")
      #expect(codes[0, default: 0] > 0 && codes[65, default: 0] > 0)
    }
  }

  /// All sweeps that come with the program, and one at the bounds of what settings allow.
  private static func originals() throws -> [[UInt8]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("sweeps")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let texts = try names.filter { $0.hasSuffix(".yaml") }.map {
      [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))
    }
    return texts + [Array(large.utf8)]
  }

  private static let large = """
    name: large
    task: {name: copy, delay: 100000, symbols: 1000, payload: 1000, batch: 1000}
    model: {cell: lstm, width: {grid: [1, 6553]}, layers: 102}
    training:
      steps: 1000000
      flossing: {exponents: 3, window: 1000, updates: 1000000, sequences: 1000, at: [0, 100, 20000]}
    observe:
      lyapunov: {trajectories: 10000, steps: 100000000, warmup: 100000000, determinant: true}
      jacobian_norm: {trajectories: 10000, steps: 100000}
      autonomous_lyapunov: {steps: 100000000, warmup: 100000000}
      effective_rank: {samples: 1000000}
    replicates: 100000

    """
}
