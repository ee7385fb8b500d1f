@testable import DataSets
import Foundation
import Schema
@testable import Tasks
import TestSupport
import Testing

private let fashion = "/usr/share/datasets/fashion-mnist"
private let fashionIsInstalled = FileManager.default.fileExists(atPath: fashion)

private func smallTask(
  _ name: String = "fashion-rows", in folder: DataFolder,
  _ written: [String: SettingValue] = [:], seed: UInt64 = 1
) throws -> any LearningTask {
  let common: [String: SettingValue] = [
    "path": .text(folder.path), "batch": .integer(4), "validation_samples": .integer(5),
    "normalize": .text("unit"),
  ]
  return try makeTask(name, common.merging(written) { $1 }, seed: seed)
}

@Test func `an image is read row by row and labelled at its end`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let task = try smallTask(in: folder)
  #expect(task.inputSize == 2 && task.length == 3 && task.outputSize == 4)
  #expect(task.scoredSteps == 2..<3)
  #expect(task.validationSize == 4)
  let batch = task.validation(0)
  for column in 0..<4 {
    let image = 15 + column
    for step in 0..<3 {
      let row = (step * 4 + column) * 2
      let pixels = [10 * image + 2 * step, 10 * image + 2 * step + 1].map { Double($0) / 255 }
      #expect(abs(batch.inputs[row] - pixels[0]) < 1e-15)  // rounding
      #expect(abs(batch.inputs[row + 1] - pixels[1]) < 1e-15)
    }
    #expect(task.symbols(batch.targets, width: 4, column: column) == [image % 4])
  }
}

@Test func `an image seen at once is one step of all pixels`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let task = try smallTask("fashion-image", in: folder)
  #expect(task.inputSize == 6 && task.length == 1 && task.scoredSteps == 0..<1)
  let bytes = task.validation(0).inputs.map { Int(($0 * 255).rounded()) }
  #expect(bytes == (15..<19).flatMap { image in (0..<6).map { 10 * image + $0 } })
}

@Test func `an image read pixel by pixel is permuted alike for every image and seed`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let reading = try smallTask("fashion-pixels", in: folder, ["order": .text("reading")])
  #expect(reading.inputSize == 1 && reading.length == 6 && reading.scoredSteps == 5..<6)
  func images(_ task: any LearningTask) -> [[Int]] {
    let bytes = task.validation(0).inputs.map { Int(($0 * 255).rounded()) }
    return (0..<4).map { column in stride(from: column, to: 24, by: 4).map { bytes[$0] } }
  }
  #expect(images(reading) == (15..<19).map { image in (0..<6).map { 10 * image + $0 } })
  let permuted = images(try smallTask("fashion-pixels", in: folder))
  #expect(permuted != images(reading))
  let order = permuted[0].map { $0 - 150 }
  #expect(order.sorted() == Array(0..<6))
  #expect(permuted == (15..<19).map { image in order.map { 10 * image + $0 } })
  #expect(images(try smallTask("fashion-pixels", in: folder, seed: 2)) == permuted)
  #expect(
    images(try smallTask("fashion-pixels", in: folder, ["permutation": .integer(2)])) != permuted)
  let doubled = try smallTask("fashion-pixels", in: folder, ["scale": .real(2)])
  #expect(images(doubled) == permuted.map { $0.map { 2 * $0 } })
}

@Test func `an epoch shows every training image once, each epoch in another order`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let task = try smallTask("fashion-image", in: folder, ["train_samples": .integer(12)])
  #expect(task.trainingBatchesPerEpoch == 3)
  let epochs = (0..<4).map { epoch in
    (0..<3).flatMap { batch in
      let inputs = task.training(3 * epoch + batch).inputs
      return (0..<4).map { Int((inputs[6 * $0] * 255).rounded()) / 10 }
    }
  }
  for epoch in epochs { #expect(epoch.sorted() == Array(0..<12)) }
  #expect(Set(epochs).count == 4)
}

@Test func `a training batch is the same whatever was asked for before`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let task = try smallTask(in: folder)
  let later = task.training(11)
  let resumed = try smallTask(in: folder)
  for step in [0, 30, 2] { _ = resumed.training(step) }
  #expect(resumed.training(11) == later)
  #expect(try smallTask(in: folder, seed: 2).training(11) != later)
}

@Test func `a probe strings held-out images together`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let probe = try smallTask(in: folder).probe(trajectories: 2, steps: 8)
  let firstPixels = (0..<8).map { step in
    (0..<2).map { Int((probe[(step * 2 + $0) * 2] * 255).rounded()) }
  }
  // Images 15 and 16, then 17 and 18, then 19 and round again 15.
  #expect(
    firstPixels == [
      [150, 160], [152, 162], [154, 164], [170, 180], [172, 182], [174, 184], [190, 150],
      [192, 152],
    ])
}

@Test func `standard pixels have mean 0 and variance 1 over the data set`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let task = try smallTask(
    "fashion-image", in: folder,
    [
      "normalize": .text("standard"), "validation_samples": .integer(10), "batch": .integer(10),
    ])
  let pixels = task.training(0).inputs + task.validation(0).inputs
  #expect(abs(pixels.reduce(0, +) / 120) < 1e-14)  // rounding
  #expect(abs(pixels.reduce(0) { $0 + $1 * $1 } / 120 - 1) < 1e-14)
}

@Test func `a missing data set says what was looked for and the remedy`() throws {
  let folder = try DataFolder()
  let error = #expect(throws: TaskError.self) { try smallTask(in: folder) }
  #expect(
    error?.description == """
      no data set in \(folder.path): looked there for train-images-idx3-ubyte, \
      train-images-idx3-ubyte.gz, train-images.idx3-ubyte, train-images.idx3-ubyte.gz; install one \
      (apt-get install dataset-fashion-mnist) or name a folder of IDX files with `path:`
      """)
}

@Test func `labels that do not match the images are refused`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let labels = try folder.write(
    idx([19], .init(repeating: 1, count: 19)), as: "train-labels-idx1-ubyte")
  #expect(
    throws: TaskError.data(
      .malformed(
        path: labels, found: "19 labels",
        expected: "20, one for each image of \(folder.path)/train-images-idx3-ubyte"))
  ) { try smallTask(in: folder) }
}

@Test func `images of another element type or rank are refused`() throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  let images = try folder.write(idx([4], [1, 2, 3, 4]), as: "train-images-idx3-ubyte")
  #expect(
    throws: TaskError.data(
      .malformed(path: images, found: "uint8 of 1 dimensions", expected: "uint8 of 3"))
  ) { try smallTask(in: folder) }
}

@Test(arguments: [
  ("validation_samples", 3, "3 sequences", "at least one batch of 4"),
  ("validation_samples", 20, "20", "fewer than the 20 images of the data set"),
  ("train_samples", 16, "16", "at most the 15 images not held out"),
  ("train_samples", 2, "2 sequences", "at least one batch of 4"),
])
func `a split that the data set cannot give is refused`(
  _ key: String, _ value: Int, _ found: String, _ expected: String
) throws {
  let folder = try DataFolder()
  try writeSmallImages(count: 20, to: folder)
  #expect(throws: TaskError.unsuitable(setting: key, found: found, expected: expected)) {
    try smallTask(in: folder, [key: .integer(value)])
  }
}

@Test(.enabled(if: fashionIsInstalled, "needs Debian's dataset-fashion-mnist"))
func `Fashion-MNIST has its published shape, classes and moments`() throws {
  let images = try IDXFile(path: fashion + "/train-images-idx3-ubyte.gz")
  #expect(images.dimensions == [60_000, 28, 28])
  let task = try makeTask("fashion-rows", ["normalize": .text("unit"), "batch": .integer(5000)])
  #expect(task.length == 28 && task.inputSize == 28 && task.outputSize == 10)
  #expect(task.trainingBatchesPerEpoch == 11)
  let batches = (0..<11).map { task.training($0) } + [task.validation(0)]
  var perClass = [Int](repeating: 0, count: 10)
  for batch in batches {
    for column in 0..<5000 {
      let label = task.symbols(batch.targets, width: 10, column: column).first ?? nil
      perClass[try #require(label)] += 1
    }
  }
  #expect(perClass == .init(repeating: 6000, count: 10))
  // 0.2860 and 0.3530 are the constants that the field normalises Fashion-MNIST with: four digits.
  let count = 60_000.0 * 784
  let mean = batches.reduce(0) { $0 + $1.inputs.reduce(0, +) } / count
  let square = batches.reduce(0) { $0 + $1.inputs.reduce(0) { $0 + $1 * $1 } } / count
  #expect(abs(mean - 0.2860) < 5e-5)
  #expect(abs((square - mean * mean).squareRoot() - 0.3530) < 5e-5)
}
