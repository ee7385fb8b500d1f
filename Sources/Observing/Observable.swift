import Training
package import Tasks
package import Networks
package import LinearAlgebra
package import Records
package import Schema

/// A kind of observation: its name and settings in the sweep file, what it records, what that costs, and how to look.
package protocol Observable: Sendable {
  /// What one look at a net finds; the columns are read from it.
  associatedtype Found

  /// The key under `observe` in a sweep file.
  static var key: String { get }
  static var summary: String { get }
  static var entries: [Entry] { get }

  init(_ settings: Settings)

  /// - Throws: `ObservableError` where this cannot be observed of such a net on such a task.
  func check(_ network: any Network, on task: any LearningTask) throws(ObservableError)

  /// Changes of the task under which the net is looked at; `ObservationContext.task(under:)` then has the tasks.
  var taskChanges: [ChangedSettings] { get }

  /// What is recorded of a net like this on such a task.
  func columns(of network: any Network, on task: any LearningTask) -> [Column<Found>]

  /// - Parameter changed: The task under each of `taskChanges`.
  func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask]) -> Cost

  /// Made ready to look at one trial, which `check` has passed, at each checkpoint; prepares all memory.
  func probe<Element: Scalar>(of context: ObservationContext<Element>) -> Probe<Found>
}

/// Looks at a net as it is now.
package typealias Probe<Found> = () -> Found

extension Observable {
  package func check(_ network: any Network, on task: any LearningTask) throws(ObservableError) {}

  /// What steps a net by itself needs.
  package func requireStatesAlone(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
    guard network.selfContainedCell != nil else { throw .needsStatesAlone(key: Self.key) }
  }

  package var taskChanges: [ChangedSettings] { [] }

  package func cost(of network: any Network, on task: any LearningTask, changed: [any LearningTask])
    -> Cost
  {
    Cost()
  }

  /// What is recorded, in the order of the columns.
  package func quantities(of network: any Network, on task: any LearningTask) -> [Quantity] {
    columns(of: network, on: task).map(\.quantity)
  }

  /// The columns' numbers now, one after the other.
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

  /// For `check` of what only a recurrent net has.
  package func requireRecurrence(_ network: any Network) throws(ObservableError) {
    guard network.cell != nil else { throw .needsRecurrence(key: Self.key) }
  }
}

extension Network {
  /// Units of all a cell's states together; 0 of a net without.
  package var stateSize: Int { cell?.stateSizes.reduce(0, +) ?? 0 }
}
