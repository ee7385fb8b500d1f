// Commands as people write them in a shell.

extension String {
  /// As one word of a command, quoted where it must be.
  package var shellWord: String {
    let isPlain =
      !isEmpty
      && allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_./=+,:@%".contains($0))
      }
    return isPlain ? self : "'" + replacing("'", with: #"'\''"#) + "'"
  }

  /// Its words, parted at spaces as a shell parts them: quotes and backslashes keep them together.
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
