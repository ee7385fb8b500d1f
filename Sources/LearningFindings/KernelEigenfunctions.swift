import Judging
import Figures

/// A tangent kernel's eigenfunctions over the plane, before training and after it, as pictures.
struct KernelEigenfunctions {
  private let trial: FindingTable.Trial?

  init(_ trial: FindingTable.Trial?) { self.trial = trial }

  /// A figure of the three leading eigenfunctions for each moment; empty where they were not taken.
  var figures: [Figure] {
    guard let trial else { return [] }
    let moments = [("before training", trial.first), ("after training", trial.last)]
    return moments.compactMap { moment, recorded in
      let panels = panels(
        recorded("kernel_eigenfunction"), recorded("kernel_eigenfunction_alignment"))
      return panels.isEmpty
        ? nil : Figure("Leading eigenfunctions of the tangent kernel, \(moment)", panels)
    }
  }

  private func panels(_ values: [Double], _ alignments: [Double]) -> [Panel] {
    guard !alignments.isEmpty else { return [] }
    let points = values.count / alignments.count
    let side = Int(Double(points).squareRoot().rounded())
    guard side > 1, side * side == points else { return [] }
    let places = (0..<side).map { 2 * Double($0) / Double(side - 1) - 1 }
    return alignments.prefix(3).enumerated().map { index, alignment in
      let map = (0..<side).map { row in
        Array(values[(index * side + row) * side..<(index * side + row + 1) * side])
      }
      let cosine = Double((100 * alignment).rounded()) / 100
      return Panel(
        "number \(index + 1): cosine \(cosine) to the task", x: FigureAxis("first input"),
        y: FigureAxis("second input"),
        .map(
          HeatMap(
            x: places, y: places, values: map, label: "value", isDiverging: true, range: -3...3)))
    }
  }
}
