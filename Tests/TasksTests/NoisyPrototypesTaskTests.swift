import Foundation
import Schema
import Tasks
import Testing

private func prototypes(
  _ written: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> any LearningTask {
  try makeTask("noisy-prototypes", written, seed: seed)
}

/// Without noise: samples are their prototypes.
private let clean: [String: SettingValue] = ["kept": .real(1), "added": .real(0)]

@Suite struct NoisyPrototypesTaskTests {
  @Test func `a sequence is 64 numbers in the unit interval, labelled at its end`() throws {
    let task = try prototypes()
    #expect(task.inputSize == 1 && task.length == 64 && task.outputSize == 10)
    #expect(task.scoredSteps == 63..<64 && task.batchSize == 64)
    let batch = task.training(3)
    #expect(batch.inputs.allSatisfy { (0...1).contains($0) })
    for column in 0..<64 {
      #expect(task.symbols(batch.targets, width: 10, column: column).count == 1)
      #expect(task.symbols(batch.targets, width: 10, column: column)[0] != nil)
    }
  }

  @Test func `samples of a class without noise are one prototype, as sparse as asked for`() throws {
    let task = try prototypes(clean)
    var found: [Int: [Double]] = [:]
    for step in 0..<10 {
      let batch = task.training(step)
      for column in 0..<64 {
        let label = try #require(task.symbols(batch.targets, width: 10, column: column)[0])
        let sample = stride(from: column, to: 64 * 64, by: 64).map { batch.inputs[$0] }
        #expect(found[label] ?? sample == sample)
        found[label] = sample
      }
    }
    #expect(found.count == 10)
    let entries = found.values.joined()
    #expect(entries.allSatisfy { $0 == 0 || (0.4...1).contains($0) })
    let density = Double(entries.count { $0 != 0 }) / 640
    #expect(abs(density - 0.35) < 4 * (0.35 * 0.65 / 640).squareRoot())  // four standard errors
  }

  @Test func `noise drops and adds entries at the rates asked for`() throws {
    let (noisy, exact) = (try prototypes(), try prototypes(clean))
    var (kept, present, raised, absent) = (0, 0, 0, 0)
    for step in 0..<10 {
      // The classes drawn are the same: the noise takes its numbers from the stream all the same.
      let (sample, prototype) = (noisy.training(step), exact.training(step))
      #expect(sample.targets == prototype.targets)
      for (x, p) in zip(sample.inputs, prototype.inputs) {
        if p > 0 {
          present += 1
          if x >= p { kept += 1 }
        } else {
          absent += 1
          if x > 0 { raised += 1 }
        }
      }
    }
    // An entry that is dropped can come back above its height by noise: 0.015 · P(u > p), P below 0.6.
    let share = Double(kept) / Double(present)
    #expect(share > 0.85 - 0.012 && share < 0.85 + 0.009 + 0.012)
    #expect(abs(Double(raised) / Double(absent) - 0.1) < 4 * (0.09 / Double(absent)).squareRoot())
  }

  @Test func `held-out sequences are others of the same prototypes`() throws {
    let task = try prototypes(clean)
    func samples(_ batch: Batch) -> Set<[Double]> {
      Set(
        (0..<64).map { column in stride(from: column, to: 4096, by: 64).map { batch.inputs[$0] } })
    }
    #expect(
      samples(task.validation(0)).isSubset(
        of: samples(task.training(0)).union(samples(task.training(1)))))
    #expect(task.validation(0) != task.training(0))
    #expect(try prototypes(clean, seed: 2).validation(0) != task.validation(0))
  }

  @Test func `a probe runs through one sample after the other`() throws {
    let task = try prototypes(clean)
    let probe = task.probe(trajectories: 2, steps: 150)
    #expect(probe.count == 300 && probe.allSatisfy { (0...1).contains($0) })
    #expect(
      Array(
        task.probe(trajectories: 3, steps: 150).enumerated().filter { $0.offset % 3 == 0 }
          .map(\.element)) == stride(from: 0, to: 300, by: 2).map { probe[$0] })
  }
}

@Suite struct InputDistortionTests {
  private func ratio(_ written: [String: SettingValue]) throws -> [Double] {
    let own: [String: SettingValue] = ["density": .real(1)]
    let plain = try prototypes(clean.merging(own) { $1 }).validation(0)
    let distorted = try prototypes(clean.merging(own) { $1 }.merging(written) { $1 }).validation(0)
    #expect(plain.targets == distorted.targets)
    return zip(distorted.inputs, plain.inputs).map(/)
  }

  @Test func `inputs are scaled`() throws {
    for factor in try ratio(["scale": .real(1.5)]) { #expect(abs(factor - 1.5) < 1e-14) }
  }

  @Test func `an offset is added last`() throws {
    let plain = try prototypes().validation(0).inputs
    let distorted = try prototypes(["scale": .real(2), "offset": .real(0.25)]).validation(0).inputs
    for (x, y) in zip(plain, distorted) { #expect(abs(y - (2 * x + 0.25)) < 1e-14) }
  }

  @Test func `a sine runs along the sequence`() throws {
    let factors = try ratio([
      "sine": .real(0.5), "sine_frequency": .real(2), "sine_phase": .real(0.3),
    ])
    for (index, factor) in factors.enumerated() {
      let angle = 2 * Double.pi * 2 * Double(index / 64) / 64 + 0.3
      #expect(abs(factor - (1 + 0.5 * sin(angle))) < 1e-14)
    }
  }

  @Test func `a pulse holds for its steps`() throws {
    let factors = try ratio([
      "pulse": .real(2), "pulse_start": .integer(10), "pulse_steps": .integer(3),
    ])
    for (index, factor) in factors.enumerated() {
      #expect(abs(factor - ((10..<13).contains(index / 64) ? 3 : 1)) < 1e-14)
    }
  }

  @Test func `a probe is distorted as each sequence in it is`() throws {
    let written: [String: SettingValue] = ["sine": .real(0.5)]
    let plain = try prototypes().probe(trajectories: 2, steps: 130)
    let distorted = try prototypes(written).probe(trajectories: 2, steps: 130)
    for (index, (x, y)) in zip(plain, distorted).enumerated() {
      let angle = 2 * Double.pi * Double(index / 2 % 64) / 64
      #expect(abs(y - x * (1 + 0.5 * sin(angle))) < 1e-14)
    }
  }
}
