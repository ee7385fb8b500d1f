package import LinearAlgebra
package import Plans
import Programs

/// An optimiser's rule compiled for a range of parameters, which it moves in place without allocating.
package final class ParameterUpdate<Element: Scalar> {
  private let plan: Plan<Element>
  private let coefficients: [BeforeUpdate.Coefficient]
  /// The coefficients' numbers of the present update.
  private let numbers: Storage<Element>

  /// Where the n parameters of an update, their derivatives and their state lie.
  package struct Place {
    let parameters: Storage<Element>
    let gradient: Storage<Element>
    /// The places of the n numbers, in the vector of parameters and in the gradient alike.
    let range: Range<Int>
    let state: Storage<Element>
    /// Where the optimiser's vectors, n numbers each, begin in `state`.
    let stateOffset: Int

    /// The place of `range` of the parameters.
    ///
    /// - Parameter stateOffset: Where the optimiser's vectors begin in `state`; each holds `range.count` numbers.
    package init(
      _ range: Range<Int>, of parameters: Storage<Element>, gradient: Storage<Element>,
      state: Storage<Element>, at stateOffset: Int
    ) {
      (self.range, self.parameters, self.gradient) = (range, parameters, gradient)
      (self.state, self.stateOffset) = (state, stateOffset)
    }

    /// Where vector `number` of the state begins.
    func offset(ofState number: Int) -> Int { stateOffset + number * range.count }
  }

  /// Compiles `optimizer`'s rule for the numbers at `place`.
  package init(_ optimizer: Optimizer, _ place: Place) {
    let before = BeforeUpdate(
      count: place.range.count, stateCount: optimizer.stateCount, in: Program())
    let after = optimizer.rule(before)
    precondition(
      after.state.count == optimizer.stateCount,
      "\(optimizer.name) leaves \(after.state.count) vectors of \(optimizer.stateCount)")
    let first = place.range.lowerBound
    let states = [before.state, after.state].flatMap { state in
      state.enumerated().map { number, vector in
        Binding(vector, to: place.state, offset: place.offset(ofState: number))
      }
    }
    let numbers = Storage<Element>(count: before.coefficients.count)
    plan = Plan(
      outputs: after.state + [after.parameters],
      bindings: [
        Binding(before.parameters, to: place.parameters, offset: first),
        Binding(after.parameters, to: place.parameters, offset: first),
        Binding(before.gradient, to: place.gradient, offset: first),
      ] + states
        + before.coefficients.enumerated().map { number, coefficient in
          Binding(coefficient.value, to: numbers, offset: number)
        })
    (coefficients, self.numbers) = (before.coefficients.map(\.number), numbers)
  }

  /// Makes one update.
  ///
  /// - Parameters:
  ///   - learningRate: The learning rate η of this update.
  ///   - update: This update's number, counted from 1.
  package func apply(learningRate: Double, update: Int) {
    for index in coefficients.indices {
      numbers[index] = Element(coefficients[index](update, learningRate))
    }
    plan.run()
  }
}
