import Schema

extension SweepPlan {
  /// The settings that the file itself gives, by their paths and as it writes them, in its order; without axes and what
  /// concerns the sweep as a whole, but with filters, groups and the design of axes. A section of which only the name is
  /// given has no text.
  package var writtenSettings: [(path: String, text: String)] {
    let ownKeys = PlanBuilder.ownSection.entries.map(\.key)
    return (tree.pairs ?? []).filter { !ownKeys.contains($0.key) }
      .flatMap { writtenSettings($0.value, path: $0.key) }
  }

  private func writtenSettings(_ tree: Tree, path: String) -> [(path: String, text: String)] {
    let selectors = PlanBuilder.selectors.map(\.0)
    switch tree.content {
    case .axis: return []
    case .nothing: return [(path, "")]
    case .mapping(let pairs) where !selectors.contains(path):
      guard !pairs.isEmpty else { return [(path, "")] }
      return pairs.flatMap {
        writtenSettings($0.value, path: path.appending(component: $0.key))
      }
    default: return [(path, tree.inFlowStyle(writings))]
    }
  }
}
