import Foundation
import TestSupport
import Testing
import Training

private func rates(_ schedule: LearningRateSchedule) -> [Double] {
  (0..<40).map { schedule.rate(at: $0) }
}

@Test func `rates are PyTorch's to rounding`() throws {
  let expected = try Fixture.load().rates
  let schedules = [
    "exponential": LearningRateSchedule(
      peak: 0.3, decay: .exponential(factor: 0.9, steps: 5), steps: 40),
    "cosine": LearningRateSchedule(peak: 0.3, decay: .cosine(floor: 0.1), steps: 40),
    "warmed_constant": LearningRateSchedule(peak: 0.3, warmup: 8, steps: 40),
  ]
  #expect(Set(expected.keys) == Set(schedules.keys))
  for (name, schedule) in schedules {
    #expect(areClose(rates(schedule), try #require(expected[name]), within: 1e-14))
  }
}

@Test func `a decay starts when the warm-up ends`() {
  for decay in [
    LearningRateSchedule.Decay.exponential(factor: 0.5, steps: 3), .cosine(floor: 0.2), .constant,
  ] {
    let warmed = LearningRateSchedule(peak: 0.1, decay: decay, warmup: 10, steps: 50)
    let cold = LearningRateSchedule(peak: 0.1, decay: decay, steps: 40)
    #expect(rates(warmed)[10...].elementsEqual(rates(cold)[..<30]))
    #expect(rates(warmed)[..<10].elementsEqual((1...10).map { 0.1 * Double($0) / 10 }))
  }
}

@Test func `the cosine ends at its floor and stays there`() {
  let schedule = LearningRateSchedule(peak: 2, decay: .cosine(floor: 0.25), warmup: 4, steps: 20)
  #expect(schedule.rate(at: 12) == 1.25)
  #expect(schedule.rate(at: 20) == 0.5)
  #expect(schedule.rate(at: 1000) == 0.5)
}

@Test func `a training that is all warm-up has finite rates`() {
  let schedule = LearningRateSchedule(peak: 1, decay: .cosine(floor: 0), warmup: 5, steps: 5)
  #expect((0...6).allSatisfy { schedule.rate(at: $0).isFinite })
}
