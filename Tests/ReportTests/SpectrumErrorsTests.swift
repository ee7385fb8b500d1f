import Platform
import Records
import Results
import ResultsSupport
import TestSupport
import Testing

@testable import Report

@Suite struct SpectrumErrorsTests {
  /// Spectra and their bounds by trial, three exponents each.
  private func caption(_ rows: [(spectrum: [Double], bounds: [Double])]) throws -> String {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/a.h5"
      var layout = ResultsLayout.example(trials: rows.count)
      layout.quantities.append(
        Quantity(
          "lyapunov_error_estimate", dimensions: layout.quantities[1].dimensions,
          longName: "what rounding did"))
      var writer = try ResultsWriter.create(path, layout)
      for (trial, row) in rows.enumerated() {
        try writer.record(
          trial: TrialID(trial), checkpoint: 0, step: 0,
          values: [1] + row.spectrum + [2] + row.bounds)
      }
      try writer.close()
      let table = try ReportTable(try ResultsReader(path))
      let array = try #require(table.arrays.first { $0.information.name == "lyapunov_spectrum" })
      return try #require(SpectrumFigures(array, in: table)).caption
    }
  }

  @Test func `a spectrum's caption has its largest bound, and what is no number`() throws {
    let caption = try caption([
      ([-0.1, -0.2, .nan], [1e-9, 2e-6, 0.5]), ([-0.1, -.infinity, -.infinity], [0, 0, 0]),
      // A net of fewer units: the rest of its row is empty.
      ([-0.3, .nan, .nan], [1e-7, .nan, .nan]),
    ])
    #expect(
      caption == "7 exponents, moved by rounding by at most 2·10⁻⁶ nats a step; not drawn: "
        + "2 of directions that vanished (−∞), 1 that rounding hides (NaN).")
  }

  @Test func `where all are numbers the caption says no more`() throws {
    #expect(
      try caption([([-0.1, -0.2, -0.4], [0, 0, 1e-5])])
        == "3 exponents, moved by rounding by at most 10⁻⁵ nats a step.")
  }
}
