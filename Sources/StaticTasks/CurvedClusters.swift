import Foundation
import LinearAlgebra
import RandomStreams
import Schema
import Tasks

/// Clusters on a curved surface, to be classified, which stand in for images in questions about the dimension of a
/// representation (after arXiv:1906.00443).
///
/// A latent point lies near one of some centres, z = centre + spread·N(0, I) with centres ~ N(0, I); its class is the
/// centre's number modulo the classes. The input is x = tanh(z A₁ + b₁) A₂ + noise·N(0, I) with A₁ ~ N(0, 1.5²/latent),
/// b₁ ~ U(−1, 1), A₂ ~ N(0, 1/hidden).
struct CurvedClusters: Sendable {
  private static let hidden = 64
  private static let slope = 1.5

  let classes: Int
  let features: Int
  let spread: Double
  let noise: Double
  private let centers: Matrix<Double>
  private let first: Matrix<Double>
  private let shifts: [Double]
  private let second: Matrix<Double>

  static let description = TaskDescription(
    variant: Variant(
      "curved-clusters", "tell clusters on a curved surface apart (arXiv:1906.00443)",
      [
        TableTask.batchEntry(.integer(16)),
        .integer("train_samples", 2000, in: 1...10_000_000, "points to train on, always the same"),
        .integer("validation_samples", 2000, in: 1...10_000_000, "points to validate on"),
        .real(
          "label_noise", 0, in: .unit,
          "share of the training labels that are redrawn among all classes"),
        .integer("classes", 10, in: 2...10_000, "classes"),
        .integer("clusters", 40, in: 2...100_000, "clusters, whose classes go round"),
        .integer("latent", 10, in: 1...10_000, "dimensions of the surface"),
        .integer("features", 100, in: 1...100_000, "dimensions around it: inputs of a net"),
        .real("spread", 0.35, in: .nonnegative, "deviation of a point from its cluster's centre"),
        .real("noise", 0.05, in: .nonnegative, "deviation of an input from the surface"),
      ]),
    make: { (settings, seed) throws(TaskError) in
      try CurvedClusters(settings, seed: seed).task(settings, seed: seed)
    })

  init(_ settings: Settings, seed: UInt64) throws(TaskError) {
    classes = settings.integer("classes")
    features = settings.integer("features")
    spread = settings.real("spread")
    noise = settings.real("noise")
    let latent = settings.integer("latent")
    let points = settings.integer("train_samples") + settings.integer("validation_samples")
    let kept = countProduct(points, features + latent + classes + Self.hidden)
    try requireHoldable(countProduct(settings.integer("clusters"), latent), setting: "clusters")
    try requireHoldable(kept, setting: "train_samples")
    var stream = RandomStream(seed: seed, purpose: "curved clusters surface")
    func normal(_ rows: Int, _ columns: Int, _ deviation: Double) -> Matrix<Double> {
      Matrix(
        rows: rows, columns: columns,
        elements: (0..<rows * columns).map { _ in deviation * stream.normal() })
    }
    centers = normal(settings.integer("clusters"), latent, 1)
    first = normal(latent, Self.hidden, Self.slope / Double(latent).squareRoot())
    second = normal(Self.hidden, features, 1 / Double(Self.hidden).squareRoot())
    shifts = (0..<Self.hidden).map { _ in stream.uniform(in: -1..<1) }
  }

  private func task(_ settings: Settings, seed: UInt64) throws(TaskError) -> TableTask {
    let count = settings.integer("train_samples")
    let training = samples(count, "training", seed) { labels in
      redraw(&labels, share: settings.real("label_noise"), seed: seed)
    }
    return try TableTask(
      TableTask.Character(
        name: "curved-clusters", loss: .crossEntropy, measuresAccuracy: true),
      training: training,
      validation: samples(settings.integer("validation_samples"), "validation", seed),
      batch: settings.integerUnlessWord("batch"), seed: seed
    ) { points($0, "probe", seed).inputs.elements }
  }

  private func samples(
    _ count: Int, _ part: String, _ seed: UInt64, relabel: (inout [Int]) -> Void = { _ in }
  ) -> SampleTable {
    var (inputs, labels) = points(count, part, seed)
    relabel(&labels)
    var table = SampleTable(count: count, inputSize: features, outputSize: classes)
    for row in 0..<count { table.append(inputs[row: row], label: labels[row]) }
    return table
  }

  /// Redraws a share of the labels uniformly. The labels redrawn at a small share are also redrawn at a larger one.
  private func redraw(_ labels: inout [Int], share: Double, seed: UInt64) {
    var stream = RandomStream(seed: seed, purpose: "curved clusters labels")
    let order = stream.permutation(labels.count)
    for place in order.prefix(Int((share * Double(labels.count)).rounded())) {
      labels[place] = stream.integer(below: classes)
    }
  }

  private func points(
    _ count: Int, _ part: String, _ seed: UInt64
  ) -> (inputs: Matrix<Double>, labels: [Int]) {
    var stream = RandomStream(seed: seed, purpose: "curved clusters \(part)")
    let dimensions = centers.columns
    let places = centers.elements
    var latent: [Double] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let cluster = stream.integer(below: centers.rows)
      labels.append(cluster % classes)
      for column in 0..<dimensions {
        latent.append(places[cluster * dimensions + column] + spread * stream.normal())
      }
    }
    let flat = Matrix(rows: count, columns: dimensions, elements: latent) * first
    let hidden = flat.elements.enumerated().map { tanh($1 + shifts[$0 % Self.hidden]) }
    let surface = Matrix(rows: count, columns: Self.hidden, elements: hidden) * second
    let inputs = surface.elements.map { $0 + noise * stream.normal() }
    return (Matrix(rows: count, columns: features, elements: inputs), labels)
  }
}
