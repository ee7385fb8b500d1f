public import LinearAlgebra
public import Networks
public import Schema

/// A kind of observation: its name and settings in the sweep file, what it records, and how to take it.
public protocol Observable: Sendable {
  /// The key under `observe` in a sweep file.
  static var key: String { get }
  static var summary: String { get }
  static var entries: [Entry] { get }

  init(_ settings: Settings)

  /// - Throws: `ObservableError` where this cannot be observed of such a net.
  func check(_ network: any Network) throws(ObservableError)

  /// What is recorded of a net like this, in the order of `Observer.values`.
  func quantities(of network: any Network) -> [Quantity]

  /// Floating-point operations that one observation takes, roughly.
  func flops(of network: any Network) -> Double

  /// Made ready to observe one trial, which `check` has passed; prepares all memory.
  func observer<Element: Scalar>(of subject: Subject<Element>) -> any Observer
}

extension Observable {
  public func check(_ network: any Network) throws(ObservableError) {}
}

/// An observation of one trial, ready to be taken at each checkpoint.
public protocol Observer: AnyObject {
  /// The numbers now, in the order of the quantities.
  func values() -> [Double]
}

/// Why something cannot be observed.
public enum ObservableError: Error, Hashable, CustomStringConvertible {
  case needsRecurrence(key: String)

  public var description: String {
    switch self {
    case .needsRecurrence(let key):
      "observe.\(key) needs a recurrent net; leave it out or choose another model.cell"
    }
  }
}

/// Every observable there is. A new one is a file of its own and a line here.
public enum ObservableCatalogue {
  public static let all: [any Observable.Type] = [
    LyapunovObservable.self,
    EffectiveRankObservable.self,
    GramRankObservable.self,
    ParticipationRatioObservable.self,
    SpectralRadiusObservable.self,
  ]

  /// What a sweep file may hold under `observe`: each key is there where it is to be taken.
  public static let section = Section(
    all.map { Entry($0.key, .optional(Section($0.entries + [Moments.entry])), $0.summary) })

  /// What always is recorded, then what decoded settings ask for, in the catalogue's order.
  public static func chosen(_ settings: Settings) -> [ChosenObservable] {
    [ChosenObservable(ProgressObservable(Settings()))]
      + all.compactMap { type in
        settings.optionalSection(type.key).map { settings in
          ChosenObservable(type.init(settings), at: Moments(rawValue: settings.text("at")) ?? .all)
        }
      }
  }
}
