import Schema
import SweepFiles
import Testing

private let sweeps = [
  exampleText, "task: copy",
  """
  task: {name: {grid: [copy, fashion-rows]}, delay: {random: {integer: [1, 50]}, samples: 3}}
  model:
    cell: {grid: [rnn, lstm]}
    activation: {grid: [tanh, gamma]}
    layers: {grid: [[], [8, 4]]}
    bias: false
  training: {clip: {grid: [none, 1]}, learning_rate: {log: [1e-4, 1, 3]}}
  zip: [[delay, learning_rate]]
  exclude: [{cell: lstm, family: gamma}, {clip: {equals: none}, delay: {above: 20}}]
  seed: 5
  """,
  """
  replicates: 4
  training: &t {steps: {grid: [3, 4]}, <<: {optimizer: sgd, momentum: 0.5}}
  name: "a \\"name\\": with # signs, Ω and\\n a line"
  task: {name: fashion-rows, path: "C:\\\\images [x]"}
  observe: {effective_rank: , lyapunov: {exponents: {grid: [all, 3]}}}
  """,
]

private func lines(_ plan: SweepPlan) -> Set<Substring> {
  Set(plan.fullText().split(separator: "\n"))
}

@Test(arguments: sweeps)
func `the full text gives an equal plan with an equal full text`(text: String) throws {
  let original = try plan(text)
  let again = try plan(original.fullText())
  #expect(again == original)
  // A default may come to stand elsewhere, but no line is new.
  #expect(lines(again) == lines(original))
  for trial in 0..<original.trialCount {
    #expect(again.configuration(of: trial) == original.configuration(of: trial))
  }
}

@Test func `the full text names and explains every setting of its trials`() throws {
  let text = try plan("task: copy\nmodel: {activation: gamma}").fullText()
  let lines = text.split(separator: "\n")
  #expect(lines.allSatisfy { $0.contains("  # ") })
  for line in [
    "replicates: 1", "  delay: 10", "    saturation: 0.0", "  clip: none",
    "  # lyapunov: {}", "    family: gamma",
  ] {
    #expect(lines.contains { $0.hasPrefix(line + " ") }, "\(line)")
  }
}

@Test func `a default on which variants disagree stays a comment`() throws {
  let text = try plan("task: {name: {grid: [copy, fashion-rows]}}").fullText()
  #expect(text.contains("  # batch: 64 with fashion-rows, 32 with copy "))
}

@Test func `the reference explains the sweep's keys, the axes and every setting`() {
  let text = sweepReference(schema: exampleSchema)
  for key in ["replicates", "zip", "exclude", "only", "learning_rate", "momentum", "warmup"] {
    #expect(text.contains("- `\(key)`"), "\(key)")
  }
  for keyword in Tree.axisKeywords { #expect(text.contains("`{\(keyword): ")) }
}
