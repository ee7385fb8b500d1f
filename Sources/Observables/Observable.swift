package import LinearAlgebra
package import Networks
package import Records
package import Schema
package import Tasks

/// A kind of observation: its name and settings in the sweep file, what it records, and how to take it.
package protocol Observable: Sendable {
  /// The key under `observe` in a sweep file.
  static var key: String { get }
  static var summary: String { get }
  static var entries: [Entry] { get }

  init(_ settings: Settings)

  /// - Throws: `ObservableError` where this cannot be observed of such a net.
  func check(_ network: any Network) throws(ObservableError)

  /// - Throws: `ObservableError` where this cannot be observed of such a net on such a task.
  func check(_ network: any Network, on task: any Task) throws(ObservableError)

  /// Changes of the task under which the net is looked at; `Subject.task(under:)` then has the tasks.
  var taskChanges: [ChangedSettings] { get }

  /// What is recorded of a net like this, in the order of `Observer.values`.
  func quantities(of network: any Network) -> [Quantity]

  /// What is recorded of a net like this on a task, where it depends on the task too.
  func quantities(of network: any Network, on task: any Task) -> [Quantity]

  /// Floating-point operations that one observation takes, roughly.
  func flops(of network: any Network) -> Double

  /// As `flops(of:)`, of what is done on the changed tasks.
  func flops(of network: any Network, on changed: any Task) -> Double

  /// Numbers of the net's precision that an observer keeps in memory, roughly; 0 where they are few.
  ///
  /// - Parameter changed: The task under each of `taskChanges`.
  func numberCount(of network: any Network, on task: any Task, changed: [any Task]) -> Double

  /// Of the floating-point operations the most between two heartbeats (`Subject.heartbeat`); all where it gives none.
  func quietFlops(of network: any Network) -> Double

  /// Made ready to observe one trial, which `check` has passed; prepares all memory.
  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer
}

extension Observable {
  package func check(_ network: any Network) throws(ObservableError) {}

  package func check(_ network: any Network, on task: any Task) throws(ObservableError) {
    try check(network)
  }

  package func quantities(of network: any Network, on task: any Task) -> [Quantity] {
    quantities(of: network)
  }

  package var taskChanges: [ChangedSettings] { [] }

  package func flops(of network: any Network, on changed: any Task) -> Double { 0 }
  package func numberCount(
    of network: any Network, on task: any Task, changed: [any Task]
  ) -> Double { 0 }
  package func quietFlops(of network: any Network) -> Double { flops(of: network) }
}

/// An observation of one trial, ready to be taken at each checkpoint.
package protocol Observer: AnyObject {
  /// The numbers now, in the order of the quantities.
  func values() -> [Double]
}

/// Why something cannot be observed.
package enum ObservableError: Error, Hashable, CustomStringConvertible {
  case needsRecurrence(key: String)
  case needsGamma(key: String)
  /// A feed-forward net of one output.
  case needsOneOutput(key: String)
  /// A feed-forward net of two inputs and one output.
  case needsPlane(key: String)
  /// A feed-forward net whose parameters are weights and biases alone.
  case needsWeightsAlone(key: String)
  case needsClasses(key: String, task: String)
  case needsValidation(key: String, found: Int, expected: Int)

  /// The observable's key under `observe`.
  package var key: String {
    switch self {
    case .needsRecurrence(let key), .needsGamma(let key), .needsOneOutput(let key),
      .needsPlane(let key), .needsWeightsAlone(let key), .needsClasses(let key, _),
      .needsValidation(let key, _, _):
      key
    }
  }

  package var description: String {
    switch self {
    case .needsRecurrence(let key):
      "observe.\(key) needs a recurrent net; leave it out or choose another model.cell"
    case .needsGamma(let key):
      "observe.\(key) needs the cell rnn and the activation gamma"
    case .needsOneOutput(let key):
      "observe.\(key) needs a feed-forward net and a task of one output, such as two-moons"
    case .needsPlane(let key):
      "observe.\(key) needs a feed-forward net and a task of two inputs and one output, "
        + "such as two-moons"
    case .needsWeightsAlone(let key):
      "observe.\(key) needs a feed-forward net whose activation is not trained; leave it out or "
        + "choose model.cell: feed_forward"
    case .needsClasses(let key, let task):
      "observe.\(key) needs a task that asks for one class a sequence, which \(task) does not; "
        + "leave it out or choose another task"
    case .needsValidation(let key, let found, let expected):
      "observe.\(key) takes \(expected) validation sequences of \(found); "
        + "raise task.validation_samples"
    }
  }
}

/// Every observable there is. A new one is a file of its own and a line here.
package enum ObservableCatalogue {
  package static let all: [any Observable.Type] = [
    LyapunovObservable.self,
    EffectiveRankObservable.self,
    GramRankObservable.self,
    ParticipationRatioObservable.self,
    SpectralRadiusObservable.self,
    GeometryObservable.self,
    ChangeObservable.self,
    ActivationShapeObservable.self,
    AutonomousLyapunovObservable.self,
    JacobianNormObservable.self,
    LayerDimensionObservable.self,
    EpsilonRankObservable.self,
    BalanceObservable.self,
    TrainingAccuracyObservable.self,
    FeatureResponseObservable.self,
    DecisionBoundaryObservable.self,
    TangentKernelObservable.self,
    StartChangeObservable.self,
  ]

  /// What a sweep file may hold under `observe`: each key is there where it is to be taken.
  package static let section = Section(
    all.map { Entry($0.key, .optional(Section($0.entries + [Moments.entry])), $0.summary) })

  /// What always is recorded, then what decoded settings ask for, in the catalogue's order.
  package static func chosen(_ settings: Settings) -> [ChosenObservable] {
    [ChosenObservable(ProgressObservable(Settings()))]
      + all.compactMap { type in
        settings.optionalSection(type.key).map { settings in
          ChosenObservable(type.init(settings), at: Moments(rawValue: settings.text("at")) ?? .all)
        }
      }
  }
}
