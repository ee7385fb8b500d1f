import Records

/// What a sweep's kinds of trials keep beside their rows.
struct KeptForms: Sendable {
  /// More bytes than a trial may keep at a checkpoint; MPI's messages end at twice as many.
  static let mostBytes = 1 << 30

  /// What each kind keeps, as an index into `all`; nil where it keeps nothing.
  private var kinds: [Int?] = []
  /// Each form once, in the order of the first kinds that have it, so that more trials only add forms at the end.
  private var all: [KeptForm] = []
  private var numbers: [KeptForm: Int] = [:]

  /// Takes what the next kind keeps.
  mutating func add(_ form: KeptForm?) {
    guard let form else { return kinds.append(nil) }
    let number = numbers[form] ?? all.count
    kinds.append(number)
    guard number == all.count else { return }
    numbers[form] = number
    all.append(form)
  }

  /// The trials that keep something, those of one form together.
  ///
  /// - Parameters:
  ///   - count: How many trials there are.
  ///   - kind: The kind of a trial.
  func groups(trials count: Int, kind: (TrialID) -> Int) -> [KeptGroup] {
    guard !all.isEmpty else { return [] }
    var trials = [[Int]](repeating: [], count: all.count)
    for trial in 0..<count {
      if let form = kinds[kind(TrialID(trial))] { trials[form].append(trial) }
    }
    return zip(all, trials).map { KeptGroup($0, trials: $1) }
  }
}
