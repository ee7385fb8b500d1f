import Schema
import SweepFiles
import Testing

/// What makes a trial what it is.
private struct Identity: Hashable {
  let settings: Settings
  let seed: UInt64
  let values: [String: SettingValue]

  init(_ plan: SweepPlan, _ trial: Int) {
    let configuration = plan.configuration(of: trial)
    settings = configuration.settings
    seed = configuration.seed
    values = Dictionary(
      uniqueKeysWithValues: plan.axes.indices.map {
        (plan.axes[$0].path, plan.axisValue($0, trial: trial))
      })
  }
}

private func sweep(
  width: String = "{grid: [4, 8]}", rate: String = "{grid: [0.1, 0.2]}",
  steps: String = "{grid: [10, 20]}", more: String = ""
) throws -> SweepPlan {
  try plan(
    """
    task: copy
    model: {width: \(width)}
    training: {learning_rate: \(rate), steps: \(steps)}
    \(more)
    """)
}

/// The places that comparing every trial with every other gives; those of equal trials ascend.
private func searched(_ few: SweepPlan, in many: SweepPlan) -> [Int]? {
  var places = Dictionary(grouping: 0..<many.trialCount) { Identity(many, $0) }
  var found: [Int] = []
  for trial in 0..<few.trialCount {
    let identity = Identity(few, trial)
    guard let place = places[identity]?.first else { return nil }
    places[identity]?.removeFirst()
    found.append(place)
  }
  return found
}

private func expectPlaces(of few: SweepPlan, in many: SweepPlan) throws {
  let places = try #require(many.places(of: few))
  #expect(places == searched(few, in: many))
  #expect(Set(places).count == few.trialCount)
  #expect(many.trialCount == few.trialCount || few.places(of: many) == nil)
}

@Test(arguments: [
  "{grid: [4, 8, 16]}", "{grid: [2, 4, 8]}", "{grid: [8, 6, 4]}", "{linear: [4, 8, 3]}",
])
func `a sweep with more values on an axis has all trials of the smaller one`(
  width: String
) throws {
  let few = try sweep()
  try expectPlaces(of: few, in: sweep(width: width))
  try expectPlaces(of: few, in: sweep(width: width, steps: "{grid: [20, 5, 10]}"))
  try expectPlaces(of: few, in: sweep(width: width, rate: "{linear: [0.1, 0.4, 4]}"))
  try expectPlaces(of: few, in: sweep(width: width, more: "replicates: 3"))
  try expectPlaces(
    of: sweep(more: "seeds: [7, 9]"), in: sweep(width: width, more: "seeds: [9, 8, 7]"))
}

@Test func `an axis of one value is the beginning of a longer one`() throws {
  let few = try sweep(width: "{grid: [8]}", steps: "{grid: [20]}")
  #expect(few.trialCount == 2)
  try expectPlaces(of: few, in: sweep())
  try expectPlaces(of: few, in: sweep(more: "zip: [[width, steps]]"))
}

@Test func `trials are found where axes stand in another order`() throws {
  let turned = try plan(
    """
    training: {steps: {grid: [20, 10]}, learning_rate: {grid: [0.2, 0.1]}}
    model: {width: {grid: [8, 4]}}
    task: copy
    """)
  try expectPlaces(of: sweep(), in: turned)
  #expect(try sweep().places(of: sweep()) == Array(0..<8))
}

@Test func `trials are found among zipped axes and those that filters leave`() throws {
  let few = try sweep(more: "zip: [[width, steps]]\nexclude: [{width: 8, learning_rate: 0.2}]")
  #expect(few.trialCount == 3)
  try expectPlaces(
    of: few,
    in: sweep(
      width: "{grid: [8, 6, 4]}", steps: "{grid: [20, 15, 10]}", more: "zip: [[width, steps]]"))
  try expectPlaces(of: few, in: sweep(more: "exclude: [{width: 8, learning_rate: 0.2}]"))
  #expect(try sweep(more: "exclude: [{width: 8}]").places(of: few) == nil)
}

@Test func `more draws keep those that there were, repeated ones in their order`() throws {
  let draws = "{random: {integer: [1, 3]}, samples: "
  for rate in ["{grid: [0.1, 0.2]}", "{random: {log_uniform: [0.1, 1]}, samples: 3}"] {
    let few = try sweep(width: draws + "5}", rate: rate)
    #expect(Set(few.axes[0].values).count < few.axes[0].values.count)
    let places = try #require(try sweep(width: draws + "8}", rate: rate).places(of: few))
    #expect(places == Array(0..<few.trialCount))
    #expect(try few.places(of: sweep(width: draws + "8}", rate: rate)) == nil)
  }
}

@Test func `a variant's settings go with it`() throws {
  let few = try plan("task: copy\nmodel: {activation: {family: {grid: [tanh]}}}")
  let many = try plan(
    "task: copy\nmodel: {activation: {family: {grid: [gamma, tanh]}, gain: 2, saturation: 0}}")
  #expect(many.places(of: few) == [1])
  let other = try plan(
    "task: copy\nmodel: {bias: false, activation: {family: {grid: [gamma, tanh]}}}")
  #expect(other.places(of: few) == nil)
}

@Test(arguments: [
  "replicates: 2", "seed: 1\nreplicates: 3", "only: width <= 8",
  "observe: {effective_rank: {}}\nreplicates: 2",
])
func `a sweep that lacks a trial, or differs in any setting, has no places`(more: String) throws {
  let few = try sweep(width: "{grid: [4, 8, 16]}", more: "replicates: 2")
  let other = try sweep(
    width: more == "replicates: 2" ? "{grid: [4, 8, 12, 15]}" : "{grid: [4, 8, 16, 32]}",
    more: more.hasPrefix("only") ? more + "\nreplicates: 3" : more)
  #expect(other.places(of: few) == nil)
  #expect(few.places(of: other) == nil)
}

@Test func `an axis that only one of two sweeps has makes them different`() throws {
  #expect(try sweep().places(of: sweep(steps: "10")) == nil)
  #expect(try sweep(steps: "10").places(of: sweep()) == nil)
}
