import Experiment
import Testing

@Suite struct StartChangeTests {
  @Test func `a step of descent changes the weights by its gradient times the rate`() throws {
    let found = try courses(
      """
      task: {name: two-moons, samples: 40, validation_samples: 20}
      model: {cell: feed_forward, widths: [12, 8], activation: tanh}
      training:
        {optimizer: sgd, learning_rate: 0.25, steps: 1, precision: float64, checkpoints: {count: 2}}
      observe: {change_from_start: {}}
      """)
    let change = found["weight_change"]?.map { $0[0] } ?? []
    let gradient = found["gradient_norm"]?.first?.first ?? .nan
    #expect(change[0] == 0 && abs(change[1] / (0.25 * gradient) - 1) < 1e-10)
    let norm = found["weight_norm"]?.first?.first ?? .nan
    #expect(abs((found["relative_weight_change"]?[1][0] ?? .nan) * norm / change[1] - 1) < 1e-12)
    // Input, recurrent, bias, readout, activation: recurrent weights and shapes there are none.
    let groups = found["group_weight_change"]?[1] ?? []
    #expect(groups.map(\.isNaN) == [false, true, false, false, true])
    let sum = groups.filter { !$0.isNaN }.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(sum / change[1] - 1) < 1e-12)
  }

  @Test(arguments: ["rnn", "lstm"], ["float32", "float64"])
  func `a recurrent net's representation is at first the one it starts with`(
    _ cell: String, _ precision: String
  ) throws {
    let found = try courses(
      """
      task: {name: lag-echo, batch: 8, validation_samples: 16, length: 12}
      model: {cell: \(cell), width: 6, layers: 2}
      training:
        {learning_rate: 0.02, steps: 40, precision: \(precision), checkpoints: {count: 2}}
      observe: {change_from_start: {samples: 16}}
      """)
    #expect(found["weight_change"]?[0] == [0])
    for name in ["representation_alignment", "centred_representation_alignment"] {
      let course = found[name] ?? []
      #expect(course[0].count == 2 && course[0].allSatisfy { abs($0 - 1) < 1e-12 })
      #expect(course[1].allSatisfy { $0 > 0 && $0 < 0.9999 })
    }
    let signs = found["sign_similarity"] ?? []
    #expect(signs[0] == [1, 1] && signs[1].allSatisfy { $0 > 0 && $0 <= 1 })
  }
}
