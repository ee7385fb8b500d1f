import Expressions
import Foundation
import TestSupport
import Testing

private let kinds: [String: ExpressionKind] = [
  "a": .number, "b": .number, "model.width": .number, "missing": .number, "cell": .text,
  "trained": .truth,
]

private let values: [String: ExpressionValue] = [
  "a": .number(3), "b": .number(0.5), "model.width": .number(64), "missing": .number(.nan),
  "cell": .text("lstm"), "trained": .truth(true),
]

private func holds(_ text: String) throws -> Bool {
  let condition = try WrittenCondition(text, kinds: kinds)
  return condition.holds { values[condition.names[$0]] ?? .number(.nan) }
}

private func message(_ text: String) -> String? {
  #expect(throws: ExpressionError.self) { try WrittenCondition(text, kinds: kinds) }?.description
}

@Test(arguments: [
  "a == 3", "a * model.width <= 192", "2 ^ 3 ^ 2 == 512", "-2 ^ 2 == -4", "7 % 4 == a",
  "-1 % 4 == 3", "1 < a <= 3 < 4", "cell == 'lstm' and cell != \"rnn\"", "not (trained and a > 3)",
  "not a > 3 and trained", "trained or a > 3 and false", "1e2 == 100 and .5 == b and 2. == 2",
  "0.1 * 3 == 0.3 and 0.1 * 3 <= 0.3 and not 0.1 * 3 > 0.3", "1 / 0 > 1e308", "trained == (a == 3)",
])
func `a condition means what its signs mean`(text: String) throws { #expect(try holds(text)) }

@Test(arguments: ["<", "<=", ">", ">=", "==", "!="])
func `a missing number fulfils no comparison`(sign: String) throws {
  #expect(try !holds("missing \(sign) 1") && !holds("1 \(sign) 2 * missing"))
  #expect(try holds("not missing \(sign) missing"))
}

@Test func `whole numbers are compared exactly, however large`() throws {
  #expect(try !holds("9007199254740991 == 9007199254740990"))
  #expect(try holds("9007199254740990 < 9007199254740991"))
}

@Test func `a name that decides nothing is not looked up`() throws {
  let condition = try WrittenCondition("a > 3 and b > 0 or trained", kinds: kinds)
  #expect(condition.names == ["a", "b", "trained"])
  var looked: [String] = []
  #expect(
    condition.holds { name in
      looked.append(condition.names[name])
      return values[condition.names[name]] ?? .number(.nan)
    })
  #expect(looked == ["a", "trained"])
}

@Test(arguments: [
  (
    "a * * 3",
    "\"a * * 3\", character 5: \"*\" stands here; expected a name, a number, a text in quotes or \"(\""
  ),
  ("(a < 3", "\"(a < 3\", character 7: the end stands here; expected \")\""),
  (
    "",
    "\"\", character 1: the end stands here; expected a name, a number, a text in quotes or \"(\""
  ),
  (
    "a < 3 b",
    "\"a < 3 b\", character 7: \"b\" stands here; expected an operator such as and, < or *"
  ),
  (
    "a < 3)", "\"a < 3)\", character 6: \")\" stands here; expected an operator such as and, < or *"
  ),
  (
    "2a < 3", "\"2a < 3\", character 2: \"a\" stands here; expected an operator such as and, < or *"
  ),
  (
    "a + b",
    "\"a + b\", character 1: \"a + b\" is a number; expected a condition, which is true or false: width <= 64"
  ),
  (
    "width < 3",
    "\"width < 3\", character 1: unknown name \"width\"; expected a, b, cell, missing, model.width or trained, or a text in quotes; did you mean \"model.width\"?"
  ),
  (
    "cell == lstm",
    "\"cell == lstm\", character 9: unknown name \"lstm\"; expected a, b, cell, missing, model.width or trained, or a text in quotes"
  ),
  (
    "cell == 3",
    "\"cell == 3\", character 9: \"3\" is a number, and \"cell\" is a text; expected two of one kind"
  ),
  ("cell < 'x'", "\"cell < 'x'\", character 1: \"cell\" is a text; expected a number beside <"),
  (
    "cell + 1 == 2",
    "\"cell + 1 == 2\", character 1: \"cell\" is a text; expected a number beside +"
  ),
  (
    "a and trained",
    "\"a and trained\", character 1: \"a\" is a number; expected true or false beside and"
  ),
  ("not a", "\"not a\", character 5: \"a\" is a number; expected true or false beside not"),
  (
    "-trained < 1",
    "\"-trained < 1\", character 2: \"trained\" is true or false; expected a number beside -"
  ),
  ("a = 3", "\"a = 3\", character 3: \"=\" means nothing here; did you mean \"==\"?"),
  (
    "trained && trained",
    "\"trained && trained\", character 9: \"&&\" means nothing here; did you mean \"and\"?"
  ),
  ("a ** 2 > 1", "\"a ** 2 > 1\", character 3: \"**\" means nothing here; did you mean \"^\"?"),
  ("!trained", "\"!trained\", character 1: \"!\" means nothing here; did you mean \"not\"?"),
  (
    "a < 3; b",
    "\"a < 3; b\", character 6: \";\" means nothing here; expected names, numbers, texts in quotes, and signs such as + and <="
  ),
  ("cell == 'x", "\"cell == 'x\", character 9: a text without an end; expected a second '"),
  (
    "and",
    "\"and\", character 1: \"and\" stands here; expected a name, a number, a text in quotes or \"(\""
  ),
])
func `a mistake is told with its place and what was expected`(text: String, says: String) {
  #expect(message(text) == says)
}

@Test func `what is nested beyond any depth, or too long, is refused`() throws {
  for nest in ["(", "-", "not ", "2 ^ "] {
    let text = String(repeating: nest, count: 100_000)
    #expect(message(text)?.contains("more than 1000 words and signs") == true)
    #expect(message(String(repeating: nest, count: 400))?.contains("nested too deeply") == true)
  }
  let chain = Array(repeating: "a == 3", count: 250).joined(separator: " and ")
  #expect(try holds(chain))
}

/// Random conditions, with their numbers small enough to be exact; only `^` is written `**` in Python.
private struct Writer {
  var source: SeededSource

  mutating func pick(_ words: [String]) -> String {
    words[Int.random(in: 0..<words.count, using: &source)]
  }

  mutating func number(_ depth: Int) -> String {
    switch depth > 0 ? Int.random(in: 0..<6, using: &source) : 6 {
    case 0, 1: "\(number(depth - 1)) \(pick(["+", "-", "*"])) \(number(depth - 1))"
    case 2: "(\(number(depth - 1))) \(pick(["/ 2", "/ 4", "% 3", "% -5"]))"
    case 3: "-\(number(depth - 1))"
    case 4: "\(pick(["a", "b", "2", "5"])) ^ \(pick(["2", "3", "1"]))"
    case 5: "(\(number(depth - 1)))"
    default: pick(["a", "b", "1", "2", "7", "0.25"])
    }
  }

  mutating func truth(_ depth: Int) -> String {
    switch depth > 0 ? Int.random(in: 0..<5, using: &source) : 5 {
    case 0, 1: "\(truth(depth - 1)) \(pick(["and", "or"])) \(truth(depth - 1))"
    case 2: "not \(truth(depth - 1))"
    case 3: "(\(truth(depth - 1)))"
    case 4: "\(number(1)) \(sign()) \(number(1)) \(sign()) \(number(1))"
    default: "\(number(2)) \(sign()) \(number(2))"
    }
  }

  mutating func sign() -> String { pick(["<", "<=", ">", ">=", "==", "!="]) }
}

@Test func `random conditions hold where Python says so`() throws {
  var writer = Writer(source: SeededSource(seed: 16))
  let texts = (0..<500).map { _ in writer.truth(3) }
  let found = try texts.map { try holds($0) ? "1" : "0" }.joined()
  let program = texts.map { $0.replacing("^", with: "**") }.joined(separator: "\n")
  let script = """
    import sys
    lines = sys.argv[1].split("\\n")
    print("".join("1" if eval(line, {"a": 3, "b": 0.5}) else "0" for line in lines))
    """
  let outcome = try python(script, [program])
  try #require(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output == found + "\n")
  #expect(found.contains("0") && found.contains("1"))
}

@Test func `mangled conditions are read or refused, never a trap`() {
  var source = SeededSource(seed: 5)
  let alphabet = Array("a b cell trained and or not 1 .5e-3 \"'()<>=!+-*/%^&|é\u{0}")
  for _ in 0..<20_000 {
    let length = Int.random(in: 0..<24, using: &source)
    let text = String((0..<length).map { _ in alphabet.randomElement(using: &source) ?? "a" })
    _ = try? holds(text)
  }
}
