import LinearAlgebra
import Plans

/// The goal at which training ends: a running mean of the loss, 0.97 of its last value and 0.03 of each new loss, below
/// a limit. From then on the net stays as it is, so that nets can be compared at the same loss.
///
/// The mean and the step at which it came below the limit stand among the optimiser's numbers, since a training that
/// goes on from a snapshot needs them.
struct TrainingGoal<Element: Scalar> {
  /// The numbers that it keeps.
  static var stateSize: Int { 2 }

  private let limit: Double
  private let state: Storage<Element>
  private let place: Int

  /// - Parameters:
  ///   - state: Where the numbers are kept, zeros at first.
  ///   - place: The first of them.
  init(_ limit: Double, in state: Storage<Element>, at place: Int) {
    (self.limit, self.state, self.place) = (limit, state, place)
  }

  /// How many updates were made when the goal was reached; nil until then.
  var reached: Int? {
    let step = Int(Double(state[place + 1]))
    return step > 0 ? step : nil
  }

  /// Takes note of the loss before an update.
  ///
  /// - Parameter step: The updates made with this one.
  func note(loss: Double, step: Int) {
    guard reached == nil else { return }
    let before = Double(state[place])
    let mean = before == 0 ? loss : 0.97 * before + 0.03 * loss
    state[place] = Element(mean)
    if mean < limit { state[place + 1] = Element(step) }
  }
}
