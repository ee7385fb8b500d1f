import Schema
import SweepFiles
import Testing

private func sweep(
  width: String = "{grid: [4, 8]}", rate: String = "{grid: [0.1, 0.2]}", more: String = ""
) throws -> SweepPlan {
  try plan(
    """
    name: parts
    task: copy
    model: {width: \(width), cell: {grid: [rnn, lstm]}}
    training: {learning_rate: \(rate)}
    \(more)
    """)
}

/// The sweep that has the trials of both, whose text the first makes.
private func joined(_ one: SweepPlan, _ other: SweepPlan) throws -> SweepPlan {
  let whole = try plan(#require(one.text(joining: other)))
  let (places, others) = (whole.places(of: one), whole.places(of: other))
  #expect(places?.count == one.trialCount && others?.count == other.trialCount)
  #expect(whole.name == one.name)
  return whole
}

@Test func `sweeps of other values are joined by a grid of all of them`() throws {
  let whole = try joined(sweep(), sweep(width: "{grid: [16, 4]}"))
  #expect(whole.axes[0].values == [.integer(4), .integer(8), .integer(16)])
  #expect(whole.trialCount == 12)
  let rising = try joined(sweep(width: "{grid: [4, 16]}"), sweep(width: "{grid: [2, 8, 16]}"))
  #expect(rising.axes[0].values == [.integer(2), .integer(4), .integer(8), .integer(16)])
  let single = try joined(sweep(width: "{grid: [16]}"), sweep(width: "{grid: [8]}"))
  #expect(single.axes[0].values == [.integer(8), .integer(16)])
  // What both leave open is the rest of the grid.
  #expect(
    try joined(sweep(), sweep(width: "{grid: [9]}", rate: "{log: [0.01, 1, 3]}")).trialCount == 24)
  #expect(try joined(sweep(), sweep()) == sweep())
}

@Test func `values of every kind are written so that they are read again`() throws {
  func sweep(_ activation: String, _ clip: String, _ layers: String) throws -> SweepPlan {
    try plan(
      """
      task: copy
      model: {layers: {grid: [\(layers)]}, bias: {grid: [true]}, activation: {family: {grid: [\(activation)]}}}
      training: {clip: {grid: [\(clip)]}, learning_rate: {random: {log_uniform: [1e-9, 1]}, samples: 2}}
      """)
  }
  let whole = try joined(
    sweep("tanh", "none", "[4, 5]"), sweep("leaky_relu", "2.5e-7, 1e21", "[], [6]"))
  #expect(whole.trialCount == 3 * 1 * 2 * 3 * 2)
}

@Test func `axes that move together in either sweep do so in both's`() throws {
  let zip = "zip: [[width, learning_rate]]"
  let whole = try joined(
    sweep(more: zip), sweep(width: "{grid: [8, 16]}", rate: "{grid: [0.3, 0.4]}", more: zip))
  // 4 and 8 with 0.1 and 0.2, 8 and 16 with 0.3 and 0.4, in two cells.
  #expect(whole.trialCount == 8)
  let single = try joined(sweep(width: "{grid: [32]}", rate: "{grid: [0.5]}"), sweep(more: zip))
  #expect(single.trialCount == 6)
  #expect(try joined(sweep(more: zip), sweep(more: zip + "\nreplicates: 2")).trialCount == 8)
}

@Test func `parts that filters make are joined without trials that none of them has`() throws {
  let (low, high) = (
    try sweep(more: "only: width == 4\nexclude: [{cell: lstm, learning_rate: 0.2}, {width: 8}]"),
    try sweep(more: "only: [{width: 8}]\nexclude: [{cell: lstm, learning_rate: 0.2}]")
  )
  #expect(try joined(low, high).trialCount == low.trialCount + high.trialCount)
  #expect(low.trialCount == 3 && high.trialCount == 3)
  // One of them has all trials of the grid.
  #expect(try joined(sweep(more: "only: width == 4"), sweep()) == sweep())
}

@Test func `seeds of both are joined, replicates by their seeds`() throws {
  let given = try joined(sweep(more: "seeds: [3, 1]"), sweep(more: "seeds: [2, 1]"))
  #expect((0..<given.replicates).map { given.seed(ofReplicate: $0) } == [3, 1, 2])
  #expect(try joined(sweep(more: "replicates: 2"), sweep(more: "replicates: 5")).replicates == 5)
  // Derived seeds are larger than a file may give them.
  #expect(try sweep(more: "seed: 1").text(joining: sweep(more: "seed: 2")) == nil)
}

@Test func `designs and draws become grids where both have points of their own`() throws {
  func designed(_ seed: Int) throws -> SweepPlan {
    try sweep(
      width: "{linear: [4, 64]}", rate: "{log: [0.01, 1]}",
      more: "seed: \(seed)\nseeds: [5]\ndesign: {sobol: 8, over: [width, learning_rate]}")
  }
  let whole = try joined(designed(1), designed(2))
  #expect(whole.design == nil && whole.trialCount == 2 * 16)
  let same = try joined(designed(1), designed(1))
  #expect(try same == designed(1) && same.design != nil)
  func drawn(_ seed: Int) throws -> SweepPlan {
    try sweep(
      rate: "{random: {uniform: [0.1, 1]}, samples: 3}", more: "seed: \(seed)\nseeds: [5]")
  }
  #expect(try joined(drawn(1), drawn(2)).trialCount == 2 * 2 * 6)
}

@Test func `sweeps that vary other settings are not joined, and other settings have no places`()
  throws
{
  #expect(try sweep().text(joining: sweep(rate: "0.1")) == nil)
  let other = try sweep(width: "{grid: [16]}", more: "observe: {effective_rank: {}}")
  let text = try #require(try sweep().text(joining: other))
  #expect(try plan(text).places(of: other) == nil)
}
