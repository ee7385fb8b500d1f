import Schema
import YAMLText

/// What is to be recorded of a sweep's trials besides: observables, written as in a sweep file, and checkpoints.
package struct SweepAddition: Sendable {
  /// The file's name as it was given to the program, for messages.
  private let file: String
  private var tree: Tree

  /// Nothing; `file` is what messages call it.
  package init(file: String) {
    self.file = file
    tree = Tree(.mapping([]), at: .start)
  }

  /// Reads the file at `path`, a mapping with the key `observe` alone.
  ///
  /// - Throws: `SweepError` where it cannot be read, is no YAML, or has other keys, no observables or axes. Whether there
  ///   are such observables shows when they are added to a sweep.
  package init(contentsOf path: String) throws(SweepError) {
    file = path
    let text = try SweepPlan.text(contentsOf: path)
    do throws(Mistakes) {
      tree = try mistakes { () throws(Diagnostic) in try YAMLReader.tree(of: text) }
      try Mistakes.check(problems)
    } catch { throw SweepError(file: path, problems: error.problems) }
  }

  /// Adds `count` checkpoints from step `first` on, `every` steps apart.
  package mutating func addCheckpoints(from first: Int, count: Int, every: Int) {
    func mapping(_ pairs: [(String, Tree)]) -> Tree {
      Tree(
        .mapping(pairs.map { Tree.Pair(key: $0.0, keyLocation: .start, value: $0.1) }), at: .start)
    }
    let window = mapping(
      [("from", first), ("count", count), ("every", every)].map {
        ($0.0, Tree(.scalar("\($0.1)", isQuoted: false), at: .start))
      })
    let checkpoints = mapping([("checkpoints", mapping([("window", window)]))])
    tree = tree.overlaid(with: mapping([("training", checkpoints)]))
  }

  private var problems: [Diagnostic] {
    let strangers = (tree.pairs ?? []).filter { $0.key != "observe" }
    guard strangers.isEmpty else { return strangers.map { .notAdded($0) } }
    guard let observables = tree["observe"]?.pairs, !observables.isEmpty else {
      return [.nothingToAdd(at: tree["observe"]?.location ?? tree.location)]
    }
    return tree.writtenAxes.map { .addedAxis(at: $0) }
  }

  /// What of this a sweep has already.
  private func problems(with recorded: Tree) -> [Diagnostic] {
    let known = recorded["observe"]?.pairs?.map(\.key) ?? []
    let repeated = (tree["observe"]?.pairs ?? []).filter { known.contains($0.key) }
    guard let window = tree["training"]?["checkpoints"],
      recorded["training"]?["checkpoints"]?["window"] != nil
    else { return repeated.map { .addedTwice($0) } }
    return repeated.map { .addedTwice($0) } + [.secondWindow(at: window.location)]
  }

  /// The sweep `plan` with this added: the same trials, of which more is recorded. Its text is made, with every default
  /// filled in; its mistakes are told of the places where this writes what is wrong.
  ///
  /// - Parameter comment: A line for readers of the text, which it begins with.
  /// - Throws: `SweepError` where the sweep has a part of this already, or there is no such setting.
  package func added(to plan: SweepPlan, comment: String) throws(SweepError) -> SweepPlan {
    do throws(Mistakes) {
      let recorded = try mistakes { () throws(Diagnostic) in try YAMLReader.tree(of: plan.text) }
      try Mistakes.check(problems(with: recorded))
      let builder = try PlanBuilder(
        recorded.overlaid(with: tree), file: plan.file, schema: plan.schema)
      let whole = SweepPlan(builder, text: plan.text, file: file, schema: plan.schema)
      return SweepPlan(
        builder, text: "# \(comment)\n" + whole.fullText(), file: file, schema: plan.schema)
    } catch { throw SweepError(file: file, problems: error.problems) }
  }
}

extension Tree {
  /// The places of mappings that write axes.
  fileprivate var writtenAxes: [Location] {
    if isAxis { return [location] }
    switch content {
    case .mapping(let pairs): return pairs.flatMap(\.value.writtenAxes)
    case .list(let elements): return elements.flatMap(\.writtenAxes)
    case .nothing, .scalar, .point, .axis: return []
    }
  }
}

extension Diagnostic {
  fileprivate static func notAdded(_ pair: Tree.Pair) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation, "\"\(pair.key.clipped)\" would change trials that are recorded",
      expected: "observe: {…} alone, with the observables to add")
  }

  fileprivate static func nothingToAdd(at location: Location) -> Diagnostic {
    Diagnostic(at: location, "nothing to add", expected: "observe: {…} with an observable in it")
  }

  fileprivate static func addedAxis(at location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "an axis in what is added",
      expected: "one value, since an axis makes new trials")
  }

  fileprivate static func addedTwice(_ pair: Tree.Pair) -> Diagnostic {
    Diagnostic(
      at: pair.keyLocation, "\(pair.key.clipped) is recorded already",
      expected: "an observable that the sweep lacks")
  }

  fileprivate static func secondWindow(at location: Location) -> Diagnostic {
    Diagnostic(
      at: location, "the sweep has a window of checkpoints already",
      expected: "a sweep without training.checkpoints.window")
  }
}
