import RealModule
import Plans
import Programs
import Tasks
import Testing
import Training

/// Targets that end with their rows' weights.
@Suite struct WeightedLossTests {
  private func loss(
    _ kind: LossKind, _ outputs: [Double], _ targets: [Double], columns: Int
  ) -> Double {
    let rows = outputs.count / columns
    let program = Program()
    let (answers, truths) = (
      program.input(rows, columns), program.input(rows, targets.count / rows)
    )
    let value = kind.value(of: answers, against: truths)
    let plan = Plan<Double>(outputs: [value], bindings: [])
    plan.storage(of: answers).elements = outputs
    plan.storage(of: truths).elements = targets
    plan.run()
    return plan.storage(of: value)[0]
  }

  @Test func `a row of weight zero counts for nothing, one of weight two twice`() {
    // Errors 1, 3, 5: (2·1 + 0·9 + 1·25) / 3.
    let found = loss(.meanSquaredError, [1, 3, 5], [0, 2, 0, 0, 0, 1], columns: 1)
    #expect(abs(found - 9) < 1e-12)  // rounding
  }

  @Test func `weights multiply the losses of all columns of a row`() {
    // Rows (1, 2) and (3, 4) off: (0.5·(1 + 4) + 1.5·(9 + 16)) / 4.
    let found = loss(
      .meanSquaredError, [1, 2, 3, 4], [0, 0, 0.5, 0, 0, 1.5], columns: 2)
    #expect(abs(found - 10) < 1e-12)  // rounding
    // ½ of the sum, over two rows.
    let half = loss(.halfSquaredNorm, [1, 2, 3, 4], [0, 0, 0.5, 0, 0, 1.5], columns: 2)
    #expect(abs(half - 10) < 1e-12)  // rounding
  }

  @Test func `cross-entropy and logistic losses are weighted likewise`() {
    // Softmax of (0, ln 3) is (¼, ¾): −ln ¼ and −ln ¾.
    let outputs = [0, Double.log(3), 0, Double.log(3)]
    let found = loss(.crossEntropy, outputs, [1, 0, 1.5, 0, 1, 0.5], columns: 2)
    #expect(abs(found - (1.5 * Double.log(4) + 0.5 * Double.log(4.0 / 3)) / 2) < 1e-12)  // rounding
    // At output 0 either label costs ln 2.
    let logistic = loss(.logistic, [0, 0], [1, 2, 0, 0], columns: 1)
    #expect(abs(logistic - Double.log(2)) < 1e-12)  // rounding
  }

  @Test func `weights of one are no weights`() {
    for kind in [LossKind.crossEntropy, .meanSquaredError, .halfSquaredNorm, .logistic] {
      let plain = loss(kind, [0.3, -1, 2, 0.5], [1, 0, 0, 1], columns: 2)
      let found = loss(kind, [0.3, -1, 2, 0.5], [1, 0, 1, 0, 1, 1], columns: 2)
      #expect(abs(found - plain) < 1e-12)  // rounding
    }
  }

  @Test func `right answers count by their weights`() {
    func share(_ outputs: [Double], _ targets: [Double], columns: Int) -> Double {
      shareRight(
        outputs: outputs.span, targets: targets.span, columns: columns, isLogistic: columns == 1)
    }
    // The first row is right and weighs 1.5 of 2.
    #expect(share([1, 0, 1, 0], [1, 0, 1.5, 0, 1, 0.5], columns: 2) == 0.75)
    #expect(share([2, -2, 2], [1, 0, 0, 3, 0, 0], columns: 1) == 1)
  }
}
