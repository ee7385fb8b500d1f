import Foundation

/// Texts as CF flags: a number for each text in the dataset, and what the numbers mean in attributes.
///
/// Not all tools read datasets of texts: netCDF up to 4.9.0 crashes on texts of fixed length, and Octave refuses texts
/// of variable length.
struct Labels {
  /// The name of the attribute with the texts themselves, a JSON array in the order of the numbers 0, 1, ….
  static let attribute = "labels"

  let distinct: [String]
  /// The number of each text, in the order of the texts.
  let codes: [Int32]

  init(_ texts: [String]) {
    var numbers: [String: Int32] = [:]
    var distinct: [String] = []
    codes = texts.map { text in
      if let number = numbers[text] { return number }
      let number = Int32(distinct.count)
      numbers[text] = number
      distinct.append(text)
      return number
    }
    self.distinct = distinct
  }

  var attributes: [(name: String, value: Variable.AttributeValue)] {
    [
      ("flag_values", .int32(distinct.indices.map(Int32.init))),
      ("flag_meanings", .text(Labels.words(distinct).joined(separator: " "))),
      (Labels.attribute, .text(Labels.json(distinct))),
    ]
  }

  /// The texts that an attribute `labels` holds, by their numbers.
  static func distinct(_ labels: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(labels.utf8))) ?? []
  }

  /// The texts that `codes` stand for; an empty text for a code without one.
  static func texts(of codes: [Int32], labels: String) -> [String] {
    let distinct = distinct(labels)
    return codes.map { code in
      distinct.indices.contains(Int(code)) ? distinct[Int(code)] : ""
    }
  }

  private static func json(_ texts: [String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  /// A word of `flag_meanings` for each of these different texts; all words are different.
  private static func words(_ texts: [String]) -> [String] {
    var taken = Set(texts.filter { word($0) == $0 })
    return texts.map { text in
      let plain = word(text)
      guard plain != text else { return plain }
      var (found, number) = (plain, 2)
      while !taken.insert(found).inserted { (found, number) = ("\(plain)_\(number)", number + 1) }
      return found
    }
  }

  /// `text` as one word of `flag_meanings`, where CF allows letters, digits and some signs.
  private static func word(_ text: String) -> String {
    let allowed = text.map { character in
      character.isASCII && (character.isLetter || character.isNumber || "_-.+@".contains(character))
        ? character : "_"
    }
    return allowed.isEmpty ? "_" : String(allowed)
  }
}
