/// What turns `old` into `new`, in the form of `diff -u`: changed lines with `-` and `+`, each group with its place and
/// three lines around it; empty where the texts are equal.
package func unifiedDifference(_ old: String, _ new: String) -> String {
  let changes = script(lines(of: old), lines(of: new))
  let touched = changes.indices.filter { changes[$0].mark != " " }
  guard let first = touched.first else { return "" }
  var groups = [first...first]
  for index in touched.dropFirst() {
    if index - groups[groups.count - 1].upperBound <= 2 * context + 1 {
      groups[groups.count - 1] = groups[groups.count - 1].lowerBound...index
    } else {
      groups.append(index...index)
    }
  }
  return groups.map { group in
    let shown =
      max(0, group.lowerBound - context)...min(changes.count - 1, group.upperBound + context)
    return heading(changes[..<shown.lowerBound], changes[shown])
      + shown.map { "\(changes[$0].mark)\(changes[$0].line)\n" }.joined()
  }.joined()
}

/// How many unchanged lines are shown around a change.
private let context = 3

private typealias Step = (mark: Character, line: String)

private func lines(of text: String) -> [String] {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  if lines.last == "" { lines.removeLast() }
  return lines
}

/// All lines of both texts in order, each marked as kept (` `), removed (`-`) or inserted (`+`).
private func script(_ old: [String], _ new: [String]) -> [Step] {
  var removed: Set<Int> = []
  var inserted: Set<Int> = []
  for change in new.difference(from: old) {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var steps: [Step] = []
  var (i, j) = (0, 0)
  while i < old.count || j < new.count {
    if i < old.count, removed.contains(i) {
      steps.append(("-", old[i]))
      i += 1
    } else if j < new.count, inserted.contains(j) {
      steps.append(("+", new[j]))
      j += 1
    } else {
      steps.append((" ", new[j]))
      (i, j) = (i + 1, j + 1)
    }
  }
  return steps
}

/// The line `@@ -line,count +line,count @@` above a group; a count of 1 is left out.
private func heading(_ before: ArraySlice<Step>, _ shown: ArraySlice<Step>) -> String {
  func place(_ other: Character) -> String {
    let count = shown.count { $0.mark != other }
    let first = before.count { $0.mark != other } + (count > 0 ? 1 : 0)
    return count == 1 ? "\(first)" : "\(first),\(count)"
  }
  return "@@ -\(place("+")) +\(place("-")) @@\n"
}
