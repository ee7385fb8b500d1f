import Training
package import Tasks
package import Networks
package import LinearAlgebra
package import Records
package import Schema

/// A kind of observation: its name and settings in the sweep file, what it records, what that costs, and how it is
/// made.
package protocol Observable: Sendable {
  /// The result of one observation; the columns are read from it.
  associatedtype Found

  /// The key under `observe` in a sweep file.
  static var key: String { get }
  /// One line about it for the settings' documentation.
  static var summary: String { get }
  /// Its settings in the sweep file.
  static var entries: [Entry] { get }

  /// The observable with settings decoded by `entries`.
  init(_ settings: Settings)

  /// Checks that this can be observed of a net on a task.
  ///
  /// - Throws: `ObservableError` where it cannot.
  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError)

  /// Changes of the task under which the net is observed; `ObservationContext.task(under:)` then has the tasks.
  var taskChanges: [ChangedSettings] { get }

  /// The columns that are recorded of such a net on such a task.
  func columns(of network: any Network, on task: any LearningTask) -> [Column<Found>]

  /// The cost of one observation.
  ///
  /// - Parameter changed: The task under each of `taskChanges`.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost

  /// How many numbers are kept from one checkpoint to the next (`ObservationContext.keep`), 0 unless an observable says
  /// otherwise.
  func memoryCount(of network: any Network, on task: any LearningTask) -> Int

  /// A function that observes one trial at each checkpoint. All memory is allocated here.
  ///
  /// - Precondition: `check` has passed for the trial's net and task.
  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Found>
}

/// A function that observes a net in its present state.
package typealias Probe<Found> = () -> Found

extension Observable {
  package func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {}

  /// Checks that a net's next states depend only on its states and inputs; observables that step a net need this.
  ///
  /// - Throws: `ObservableError.needsRecurrence` for a net without a cell, `.needsStatesAlone` for a cell with
  ///   attention.
  package func requireStatesAlone(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
    guard network.selfContainedCell != nil else { throw .needsStatesAlone(key: Self.key) }
  }

  package var taskChanges: [ChangedSettings] { [] }

  package func memoryCount(of network: any Network, on task: any LearningTask) -> Int { 0 }

  package func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask])
    -> Cost
  {
    Cost()
  }

  /// The quantities that are recorded, in the order of the columns.
  package func quantities(of network: any Network, on task: any LearningTask) -> [Quantity] {
    columns(of: network, on: task).map(\.quantity)
  }

  /// A function that observes the net and returns the columns' numbers, in the order of the columns.
  package func numbers<Element: Scalar>(
    of context: ObservationContext<Element>
  ) -> Probe<[Double]> {
    let columns = columns(of: context.trainer.network, on: context.trainer.task)
    let probe = probe(of: context)
    return {
      let found = probe()
      var numbers: [Double] = []
      for column in columns { column.append(found, to: &numbers) }
      return numbers
    }
  }

  /// Checks that a net is recurrent.
  ///
  /// - Throws: `ObservableError.needsRecurrence` where it is not.
  package func requireRecurrence(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }
}

extension Network {
  /// The number of units of all states of the net's cell; 0 for a net without a cell.
  package var stateSize: Int { cell?.stateSizes.reduce(0, +) ?? 0 }
}
