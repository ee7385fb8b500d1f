/// The number of edits between two words: insertions, deletions, replacements and swaps of neighbours.
///
/// This is optimal string alignment, the restricted form of the Damerau–Levenshtein distance.
package func editDistance(_ one: some Collection<Character>, _ other: some Collection<Character>)
  -> Int
{
  let a = Array(one)
  let b = Array(other)
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
      var best = min(replaced, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}

/// The one of `names` that `word` was probably meant to be; nil where none is near.
///
/// Case, hyphens and underscores do not count, so that `learningRate` is `learning_rate`. A third of the letters may be
/// wrong, and a word of three letters or more that begins a name (`momen`) is near it too.
package func nearestName(to word: String, among names: [String]) -> String? {
  let plain = word.withoutPunctuation
  guard !plain.isEmpty, plain.count <= 64 else { return nil }
  let ranked = names.map { name in (name, distance: editDistance(plain, name.withoutPunctuation)) }
  let nearest = ranked.min { $0.distance < $1.distance }
  if let nearest, nearest.distance <= max(1, max(plain.count, nearest.0.count) / 3) {
    return nearest.0
  }
  return names.first { plain.count >= 3 && $0.withoutPunctuation.hasPrefix(plain) }
}

extension String {
  fileprivate var withoutPunctuation: String {
    lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " }
  }
}
