package import LinearAlgebra
package import Plans
import Programs

/// An optimiser's rule compiled for a range of parameters, which it moves in place without allocating.
package final class ParameterUpdate<Element: Scalar> {
  private let plan: Plan<Element>
  private let coefficients: [UpdateBuilder.Coefficient]
  private let numbers: Storage<Element>

  /// Where n numbers of each kind lie.
  package struct Place {
    package let parameters: Storage<Element>
    package let gradient: Storage<Element>
    /// The first parameter, and the first derivative.
    package let first: Int
    package let count: Int
    package let state: Storage<Element>
    /// Where the optimiser's vectors begin, one after the other.
    package let stateOffset: Int

    package init(
      _ range: Range<Int>, of parameters: Storage<Element>, gradient: Storage<Element>,
      state: Storage<Element>, at stateOffset: Int
    ) {
      (self.parameters, self.gradient, self.state) = (parameters, gradient, state)
      (first, count, self.stateOffset) = (range.lowerBound, range.count, stateOffset)
    }
  }

  package init(_ optimizer: Optimizer, _ place: Place) {
    let builder = UpdateBuilder(
      count: place.count, stateCount: optimizer.stateCount, in: Program())
    let update = optimizer.rule(builder)
    let states = zip(builder.state, update.state).enumerated().flatMap { number, pair in
      let offset = place.stateOffset + number * place.count
      return [pair.0, pair.1].map { Binding($0, to: place.state, offset: offset) }
    }
    let numbers = Storage<Element>(count: builder.coefficients.count)
    plan = Plan(
      outputs: update.state + [update.parameters],
      bindings: [
        Binding(builder.parameters, to: place.parameters, offset: place.first),
        Binding(update.parameters, to: place.parameters, offset: place.first),
        Binding(builder.gradient, to: place.gradient, offset: place.first),
      ] + states
        + builder.coefficients.enumerated().map {
          Binding($0.element.value, to: numbers, offset: $0.offset)
        })
    (coefficients, self.numbers) = (builder.coefficients.map(\.number), numbers)
  }

  /// Makes one update.
  ///
  /// - Parameters:
  ///   - learningRate: That of this update.
  ///   - update: This update's number, counted from 1.
  package func apply(learningRate: Double, update: Int) {
    for index in coefficients.indices {
      numbers[index] = Element(coefficients[index](update, learningRate))
    }
    plan.run()
  }
}
