import Foundation
import PackagePlugin

/// Writes which commit is built into a source file of the target, whenever sources or the commit have changed: a call of git
/// in Package.swift would tell of an earlier one, since manifests are cached.
@main
struct RecordCommit: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
    let package = context.package.directoryURL
    let output = context.pluginWorkDirectoryURL.appending(path: "Commit.swift")
    let script = package.appending(path: "Sources/RecordCommit/record-commit.sh")
    let sources = context.package.targets.compactMap { $0 as? any SourceModuleTarget }
      .flatMap { $0.sourceFiles.map(\.url) }
    return [
      .buildCommand(
        displayName: "Recording the commit", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: [
          script.path(percentEncoded: false), package.path(percentEncoded: false),
          output.path(percentEncoded: false),
        ],
        inputFiles: [script] + sources + Self.historyFiles(of: package), outputFiles: [output])
    ]
  }

  /// Files that git changes with each commit and each checkout; none where the package is no repository.
  private static func historyFiles(of package: URL) -> [URL] {
    var folder = package.appending(path: ".git")
    // A work tree beside the repository's own has a file there, which says where its history is.
    if let text = try? String(contentsOf: folder, encoding: .utf8), text.hasPrefix("gitdir: ") {
      let path = text.dropFirst("gitdir: ".count).trimmingCharacters(in: .whitespacesAndNewlines)
      folder = URL(fileURLWithPath: path, relativeTo: package)
    }
    return ["HEAD", "logs/HEAD"].map { folder.appending(path: $0) }
      .filter { FileManager.default.fileExists(atPath: $0.path(percentEncoded: false)) }
  }
}
