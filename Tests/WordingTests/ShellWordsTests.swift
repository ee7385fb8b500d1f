import TestSupport
import Testing
import Wording

/// Words as a shell has them; sh itself tells what is right.
@Suite struct ShellWordsTests {
  @Test(arguments: [
    "", "plain-1.2/x=y", "a b", "it's", "\"", "$(touch x)", "`x`", "a\\b", "new\nline", "é", "*",
    "~", "a,b",
  ])
  func `a word that was quoted is the same word to a shell`(word: String) throws {
    let outcome = try run("/bin/sh", ["-c", "printf %s \(word.shellWord)"])
    #expect(outcome.output == word)
    #expect("x \(word.shellWord) y".shellWords == ["x", word, "y"])
  }

  @Test(arguments: [
    "--hostfile hosts -x A=b", "--hostfile 'the hosts'", #"--hostfile the\ hosts"#, "  a   b ",
    #"a"b c"'d e'f"#, #""a \"b\" \c \\""#, "''", "",
  ])
  func `options are parted as a shell parts them`(options: String) throws {
    let parted = try run(
      "/bin/sh", ["-c", "set -- \(options); for w; do printf '%s\\n' \"$w\"; done"])
    #expect(options.shellWords.map { $0 + "\n" }.joined() == parted.output)
  }
}
