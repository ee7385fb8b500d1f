import Schema
import SweepFiles
import TestSupport
import Testing

/// Mangled files of each original; 1 000 000 in all where the long tests are wanted.
private let rounds = TestSupport.rounds(2500, all: 50_000)

private let originals = [
  exampleText,
  """
  task: {name: {grid: [copy, fashion-rows]}, delay: 5}
  model: &m
    activation: {family: {grid: [tanh, gamma, relu]}, gain: 5}
    width: {random: {choice: [1, 2, 3]}, samples: 4}
  training: {steps: {grid: [1, 2, 3, 4]}, clip: none}
  zip: [[width, steps]]
  exclude: [{family: gamma, width: {above: 1}}, {steps: [1, 3]}]
  only: [{name: {not: copy}}]
  """,
  """
  task: copy
  design: {sobol: 8, over: [width, family, learning_rate], scramble: true}
  model: {width: {log: [2, 9]}, activation: {family: {choice: [tanh, relu]}}}
  training: {steps: {grid: [3, 4]}, learning_rate: {linear: [1, 2]}}
  exclude: [{width: {above: 6}, steps: 3}]
  """,
]

@Test(arguments: originals.indices)
func `a mangled file is a plan or a list of mistakes, never a trap`(original: Int) {
  var source = SeededSource(seed: UInt64(original) + 2026)
  let text = Array(originals[original].utf8)
  var plans = 0
  for _ in 0..<rounds {
    let bytes = mutatedSweep(text, &source)
    do throws(SweepError) {
      let plan = try SweepPlan(bytes: bytes, file: "sweep.yaml", schema: exampleSchema)
      plans += 1
      let last = plan.configuration(of: plan.trialCount - 1)
      #expect(last.index == plan.trialCount - 1)
      #expect(throws: Never.self, "\(plan.text)") {
        let again = try SweepPlan(
          text: plan.fullText(), file: "sweep.yaml", schema: exampleSchema)
        #expect(again == plan, "\(plan.text)")
      }
    } catch {
      #expect(!error.problems.isEmpty)
      #expect(error.problems.allSatisfy { $0.location >= .start && !$0.found.isEmpty })
    }
  }
  print("mangled sweep files: \(rounds), of which \(plans) were plans")
  // Neither side of the check may be idle.
  #expect(plans * 25 > rounds && plans * 25 < rounds * 24)
}
