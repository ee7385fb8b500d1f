import Experiment
import Testing

@Suite struct KernelProbesTrialTests {
  private let names = [
    "trace", "norm", "participation", "start_alignment", "last_alignment", "target_alignment",
  ]

  private func text(_ model: String, _ precision: String, _ settings: String) -> String {
    """
    task: {name: two-alternative, batch: 6, validation_samples: 6}
    model: {\(model), width: 5}
    training:
      {optimizer: sgd, learning_rate: 0.2, steps: 8, precision: \(precision), checkpoints: {count: 3, spacing: linear}}
    observe:
      recurrent_kernel: {sequences: 3}
      kernel_probes: {sequences: 3, \(settings)}
    """
  }

  @Test(arguments: ["cell: rnn", "cell: gru", "cell: rnn, layers: 2"], ["float32", "float64"])
  func `with probes for all rows it is the kernel of dense Jacobians, at every checkpoint`(
    model: String, precision: String
  ) throws {
    // 3 sequences × 8 steps × 3 outputs = 72 rows.
    let found = try courses(text(model, precision, "parameters: recurrent, probes: 36"))
    for name in names {
      let (probed, exact) = (found["kernel_probes_\(name)"], found["recurrent_kernel_\(name)"])
      for checkpoint in 0..<3 {
        let (one, other) = (
          probed?[checkpoint][0] ?? .infinity, exact?[checkpoint][0] ?? .infinity
        )
        if name == "last_alignment", checkpoint == 0 {
          #expect(one.isNaN && other.isNaN)
        } else {
          #expect(abs(one - other) < 1e-9 * abs(other), "\(name) \(checkpoint)")
        }
      }
    }
    #expect(found["kernel_probes_trace_standard_error"]?.allSatisfy { $0 == [0] } == true)
    let alignments = ["start", "last"].map { found["recurrent_kernel_\($0)_alignment"] ?? [] }
    #expect(abs(alignments[0][0][0] - 1) < 1e-12 && alignments[0][2][0] < 1 - 1e-6)
    // The checkpoint before the second is the start, but for its rounding in single precision.
    #expect(abs(alignments[0][1][0] - alignments[1][1][0]) < 1e-6)
    #expect(alignments[1][2][0] > alignments[0][2][0])
  }

  @Test(arguments: ["cell: rnn, attention: {memory: full}", "cell: lstm"])
  func `fewer probes have errors, for all parameters and with attention`(model: String) throws {
    let found = try courses(text(model, "float64", "probes: 16"))
    let exact = try courses(text(model, "float64", "probes: 36"))
    for name in names where name != "last_alignment" {
      let (number, error) = (
        found["kernel_probes_\(name)"]?[2][0] ?? .nan,
        found["kernel_probes_\(name)_standard_error"]?[2][0] ?? .nan
      )
      #expect(error > 0, "\(name)")
      #expect(abs(number - (exact["kernel_probes_\(name)"]?[2][0] ?? .nan)) < 6 * error, "\(name)")
    }
  }

  @Test func `feed-forward nets have kernels of all parameters, and none of recurrent ones`() throws
  {
    let text = """
      task: {name: two-moons, samples: 40, validation_samples: 20}
      model: {cell: feed_forward, widths: [8], activation: tanh}
      training: {steps: 0, precision: float64}
      observe:
        tangent_kernel: {samples: 20}
        kernel_probes: {sequences: 20, probes: 10}
      """
    let found = try recorded(text)
    let whole = found["kernel_trace"]?[1] ?? .nan
    #expect(abs((found["kernel_probes_trace"]?[0] ?? .nan) / whole - 1) < 1e-10)
    let aligned = found["kernel_target_alignment"]?[1] ?? .nan
    #expect(abs((found["kernel_probes_target_alignment"]?[0] ?? .nan) / aligned - 1) < 1e-10)
    let error = #expect(throws: ExperimentError.self) {
      try trial(text.replacing("probes: 10", with: "parameters: recurrent"))
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains("model.cell"))
  }
}
