import Foundation

/// A program in a fenced block of the README, the first of its language.
package func readmeSnippet(_ language: String) throws -> String {
  let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")
  let text = try String(contentsOf: readme, encoding: .utf8)
  guard let start = text.range(of: "```\(language)\n")?.upperBound,
    let end = text.range(of: "```", range: start..<text.endIndex)?.lowerBound
  else { throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: readme.path]) }
  return String(text[start..<end])
}
