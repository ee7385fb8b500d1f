import Foundation
import TestSupport
import Testing

/// Sweeps on a user's file of arrays.
@Suite struct FileTaskCommandTests {
  private func sweep(_ data: String, _ folder: String) throws -> String {
    let text = """
      name: own-data
      task: {name: file, path: \(data), batch: 5, validation: 0.5}
      model: {cell: {grid: [rnn, gru]}, width: 4}
      training: {steps: 4, checkpoints: {count: 2}}
      observe: {effective_rank: {}, lyapunov: {trajectories: 2, steps: 20, warmup: 5}, gradient_norm_by_lag: {}, train_accuracy: {}}
      """
    let path = "\(folder)/own-data.yaml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `plan tells of a file that cannot be meant by array and index`() throws {
    let arrays = "inputs=changed(zeros((10, 3, 2)), (7, 0, 1), nan), targets=arange(10) % 3"
    try withArrays(arrays) { data in
      try withTemporaryDirectory { folder in
        let outcome = try dynsweep("plan", try sweep(data, folder))
        #expect(outcome.status == 65)
        #expect(
          outcome.errors.contains("\(data): found inputs[7, 0, 1] = nan, expected finite numbers"),
          "\(outcome.errors)")
      }
    }
  }

  @Test func `nets train on masked sequences of unequal lengths and are observed`() throws {
    let arrays = """
      inputs=cos(arange(60.)).reshape(10, 3, 2), targets=arange(30).reshape(10, 3) % 4 - 1, \
      mask=ones((10, 3)), length=arange(10) % 3 + 1
      """
    try withArrays(arrays) { data in
      try withTemporaryDirectory { folder in
        let results = "\(folder)/a.h5"
        let outcome = try dynsweep(
          "run", try sweep(data, folder), "-o", results, "--workers", "0")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let script = """
          import h5py, numpy, sys
          with h5py.File(sys.argv[1]) as f:
              assert (f["status"][:] == 2).all(), f["status"][:]
              for name in ["train_loss", "validation_loss", "validation_accuracy", "max_lyapunov", "effective_rank", "train_accuracy"]:
                  assert numpy.isfinite(f[name][:, -1]).all(), (name, f[name][:])
          """
        let read = try python(script, [results])
        #expect(read.status == 0, "\(read.errors)")
      }
    }
  }
}
