import Schema
@testable import Tasks
import Testing

@Suite struct ColoredImageTaskTests {
  private let pixels = 63

  /// Whether each image shows the colour of label 1, by its channels.
  private func colors(_ batch: Batch) -> [Bool?] {
    batch.targets.indices.map { index in
      let start = index * 2 * pixels
      let first = batch.inputs[start..<start + pixels].contains { $0 != 0 }
      let second = batch.inputs[start + pixels..<start + 2 * pixels].contains { $0 != 0 }
      return first == second ? nil : second
    }
  }

  private func share(_ flags: [Bool]) -> Double {
    Double(flags.count { $0 }) / Double(flags.count)
  }

  @Test func `colour belies the label as often as asked`() throws {
    let task = try makeTask("colored-glyphs", ["noise": .real(0)])
    let training = task.training(0)
    let belied = zip(colors(training), training.targets).map { $0 != ($1 == 1) }
    #expect(task.inputSize == 126 && belied.count == 3000)
    #expect(colors(training).allSatisfy { $0 != nil })
    // Four standard deviations of 1500 and 3000 draws.
    #expect(abs(share(Array(belied.prefix(1500))) - 0.2) < 0.042)
    #expect(abs(share(Array(belied.suffix(1500))) - 0.1) < 0.031)
    let validation = task.validation(0)
    let test = zip(colors(validation), validation.targets).map { $0 != ($1 == 1) }
    #expect(abs(share(test) - 0.9) < 0.022)
  }

  @Test func `shape tells the label in three of four images`() throws {
    let task = try makeTask("colored-glyphs", ["noise": .real(0)])
    let batch = task.training(0)
    // Dots of the digits 0 … 9 in the specification's font: 19 10 14 14 14 17 15 11 17 15.
    let dots = batch.targets.indices.map { index in
      let image = batch.inputs[(index * 126)..<((index + 1) * 126)]
      return Int(image.reduce(0, +).rounded())
    }
    #expect(Set(dots) == [10, 11, 14, 15, 17, 19])
    let low = zip(dots, batch.targets).filter { [10, 14, 19].contains($0.0) }.map { $0.1 == 1 }
    let high = zip(dots, batch.targets).filter { [11, 15, 17].contains($0.0) }.map { $0.1 == 1 }
    // Four standard deviations of 1500 draws.
    #expect(abs(share(low) - 0.75) < 0.045 && abs(share(high) - 0.25) < 0.045)
  }

  @Test func `gray images have two equal channels, blank ones no shape`() throws {
    let gray = try makeTask("colored-glyphs", ["view": .text("gray")])
    let inputs = gray.training(0).inputs
    #expect((0..<pixels).allSatisfy { inputs[$0] == inputs[$0 + pixels] })
    #expect(inputs.max() == 0.5)
    let blank = try makeTask("colored-glyphs", ["content": .text("blank")])
    let batch = blank.training(0)
    #expect(Set(batch.inputs).count == 2)
    #expect(batch.targets == gray.training(0).targets)
  }

  @Test func `real images are cut from the data set`() throws {
    guard ImageTask.missingFiles(in: ImageTask.defaultFolder).isEmpty else { return }
    let task = try makeTask(
      "colored-fashion",
      ["environment_samples": .integer(200), "validation_samples": .integer(100)])
    #expect(task.inputSize == 392 && task.batchSize == 400)
    let validation = task.validation(0)
    // A hundred images, round and round.
    #expect(validation.targets[0..<100] == validation.targets[300..<400])
    #expect(validation.inputs[0..<392] == validation.inputs[(100 * 392)..<(101 * 392)])
  }
}
