import LinearAlgebra
@testable import Observables
import Testing

@Suite struct GradientParticipationTests {
  @Test func `equal elements all take part, one alone is one, blocks count together`() {
    func found(_ rows: Int, _ columns: Int, _ elements: [Double]) -> Participation {
      Participation([Matrix(rows: rows, columns: columns, elements: elements)])
    }
    let equal = found(2, 3, [1, -1, 1, -1, 1, -1])
    #expect(abs(equal.elements - 6) < 1e-12 && abs(equal.directions - 1) < 1e-12)
    let diagonal = found(2, 2, [3e-200, 0, 0, 4e-200])
    // (9 + 16)²/(81 + 256), of numbers whose squares vanish.
    #expect(abs(diagonal.elements - 625.0 / 337) < 1e-12)
    #expect(abs(diagonal.directions - 625.0 / 337) < 1e-12)
    let blocks = Participation([Matrix(diagonal: [1, 1]), Matrix(diagonal: [1])])
    #expect(abs(blocks.directions - 3) < 1e-12 && abs(blocks.elements - 3) < 1e-12)
    #expect(Participation([]).elements.isNaN && found(1, 2, [0, 0]).directions.isNaN)
  }
}
