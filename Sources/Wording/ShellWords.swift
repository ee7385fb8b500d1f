// Commands as people write them in a shell.

extension String {
  /// The text as one word of a shell command, in quotes where it needs them.
  package var shellWord: String {
    let isPlain =
      !isEmpty
      && allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=+,:@%".contains($0))
      }
    return isPlain ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }

  /// The words of a command, split at spaces as a shell does: quotes and backslashes keep them together.
  package var shellWords: [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var rest = self[...]
    while let character = rest.popFirst() {
      switch (character, quote) {
      case (let end, let open?) where end == open: quote = nil
      case ("\\", nil):
        if let next = rest.popFirst() { word = (word ?? "") + String(next) }
      case ("\\", "\""?) where rest.first.map({ "$`\"\\".contains($0) }) == true:
        if let next = rest.popFirst() { word = (word ?? "") + String(next) }
      case ("'", nil), ("\"", nil):
        quote = character
        word = word ?? ""
      case (_, nil) where character.isWhitespace:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }
}
