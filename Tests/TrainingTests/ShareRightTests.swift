import Testing
import Training

@Suite struct ShareRightTests {
  private func share(_ outputs: [Double], _ targets: [Double], columns: Int) -> Double {
    shareRight(
      outputs: outputs.span, targets: targets.span, columns: columns, isLogistic: columns == 1)
  }

  @Test func `rows are right whose largest output is the target's`() {
    #expect(share([1, 2, 3, 0, 5, 5], [0, 1, 1, 0, 1, 0], columns: 2) == 1)
    #expect(share([1, 2, 3, 0], [1, 0, 1, 0], columns: 2) == 0.5)
    #expect(share([-1, 2, 0, 3], [0, 1, 1, 0], columns: 1) == 0.5)
  }

  @Test(arguments: [1, 2])
  func `an output that is no number makes the share none`(columns: Int) {
    #expect(share([1, .nan, 3, 0], [1, 0, 1, 0], columns: columns).isNaN)
  }
}
