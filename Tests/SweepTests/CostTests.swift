import Schema
import Sweep
import Testing

private func estimate(_ text: String) throws -> CostEstimate {
  CostEstimate(
    of: try plan(text), operations: { Double($0.section("model").integer("width")) },
    bytesPerWorker: { Double($0.section("model").integer("width")) * 8 },
    fileBytesPerTrial: 100, fileOverhead: 1000)
}

@Test func `the cost of a sweep is the sum over its trials`() throws {
  let cost = try estimate("task: copy\nmodel: {width: {grid: [10, 20, 60]}}\nreplicates: 2")
  #expect(cost.operations == 180 && cost.costliestTrial == 60 && !cost.isSampled)
  #expect(cost.bytesPerWorker == 480 && cost.fileBytes == 1600)
}

@Test func `a sweep lasts its work over the workers, and at least its costliest trial`() throws {
  let cost = try estimate("task: copy\nmodel: {width: {grid: [10, 20, 60]}}")
  #expect(cost.seconds(rate: 10, workers: 1) == 9)
  #expect(cost.seconds(rate: 10, workers: 100) == 6)
}

@Test func `a large sweep is estimated from a sample`() throws {
  let cost = try estimate(
    """
    task: copy
    model: {width: {linear: [1, 1000, 1000]}}
    training: {steps: {linear: [1, 1000, 1000]}}
    """)
  #expect(cost.isSampled && cost.trialCount == 1_000_000)
  // The true mean is 500.5; one draw from each of 10 000 stretches of 100 errs far less than 1 %.
  #expect(abs(cost.operations / 500.5e6 - 1) < 0.01)
}

@Test(arguments: [
  (0.0, "0 FLOP"), (850, "850 FLOP"), (1.2e9, "1.2 GFLOP"), (999.6e9, "1 TFLOP"),
  (21.5e12, "21.5 TFLOP"), (3.456e15, "3.46 PFLOP"),
])
func `operations read with three digits and a prefix`(count: Double, text: String) {
  #expect(HumanText.operations(count) == text)
}

@Test(arguments: [
  (0.0, "0 ms"), (0.0352, "35.2 ms"), (4.24, "4.24 s"), (59.99, "1 min"), (200, "3 min 20 s"),
  (3599.7, "1 h"), (7500, "2 h 5 min"), (86400 * 3 + 3600 * 4, "3 d 4 h"), (.infinity, "for ever"),
])
func `durations read in their two largest units`(seconds: Double, text: String) {
  #expect(HumanText.duration(seconds) == text)
}

@Test(arguments: [(14e6, "14 MB"), (512, "512 B"), (1.25e10, "12.5 GB")])
func `bytes read in powers of a thousand`(count: Double, text: String) {
  #expect(HumanText.bytes(count) == text)
}
