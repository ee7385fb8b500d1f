import Foundation
import TestSupport
import Testing

/// What `dynsweep help spectrum` says of libraries without a file format of their own, run with those that are installed.
///
/// `DYNSWEEP_PYTHON` names a Python that has them; else it is the system's.
@Suite struct SpectrumRecipeTests {
  private static let python =
    ProcessInfo.processInfo.environment["DYNSWEEP_PYTHON"] ?? "/usr/bin/python3"

  /// Each library, the kinds of cell that its recipe is for, and the module that has to be there beside jax.
  private static let all: [(library: String, kinds: [String], module: String)] = [
    ("flax.linen", ["gru", "lstm"], "flax"), ("flax.nnx", ["gru", "lstm"], "flax"),
    ("equinox", ["gru", "lstm"], "equinox"), ("haiku", ["lstm"], "haiku"),
    ("jax.experimental.rnn", ["lstm"], "jax"),
  ]

  static let installed: [(String, String)] = {
    let script = """
      from importlib.util import find_spec
      if find_spec("jax"): print([m for m in ("jax", "flax", "equinox", "haiku") if find_spec(m)])
      """
    let modules = (try? run(python, ["-c", script]).output) ?? ""
    return all.filter { modules.contains("'\($0.module)'") }
      .flatMap { entry in entry.kinds.map { (entry.library, $0) } }
  }()

  /// The lines of code under a library's heading.
  private func recipe(_ library: String) throws -> String {
    let help = try dynsweep("help", "spectrum").output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let heading = try #require(lines.firstIndex { $0.hasPrefix(library + ",") })
    let code = lines[heading...].drop { !$0.isEmpty }.dropFirst().prefix { $0.hasPrefix("  ") }
    return code.map { String($0.dropFirst(2)) }.joined(separator: "\n")
  }

  @Test func `each library has six lines at most, none of them wrapped`() throws {
    for entry in Self.all {
      let lines = try recipe(entry.library).split(separator: "\n")
      #expect((4...6).contains(lines.count), "\(entry.library)")
      #expect(lines.allSatisfy { $0.count <= 78 })
      #expect(lines.contains { $0.hasPrefix("numpy.savez(\"net.npz\", ") })
    }
  }

  // 1e-8 is what is asked for. The libraries' own cells are differentiated by jax.
  @Test(arguments: installed)
  func `a net saved as the help says has the exponents of its library`(
    _ library: String, _ kind: String
  ) throws {
    try withTemporaryDirectory { folder in
      let made = try run(
        Self.python, [saved("recipes.py"), library, kind, folder, try recipe(library)])
      try #require(made.status == 0, "\(made.errors)")
      let file = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/exponents.json"))
      let expected = try JSONDecoder().decode([Double].self, from: file)
      let found = try exponents([
        "\(folder)/net.npz", "--inputs", "\(folder)/inputs.npy", "--cell", kind, "--warmup", "10",
      ])
      #expect(areClose(found.flatMap(\.self), expected, within: 1e-8))
    }
  }
}
