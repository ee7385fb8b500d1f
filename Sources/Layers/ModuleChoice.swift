package import Programs

/// Which of a layer's modules act at a step: the `active` ones with the least scores, and of equal scores the first.
package struct ModuleChoice: Hashable, Sendable {
  /// n, the number of modules.
  package let modules: Int
  /// m, how many of them act; at most n.
  package let active: Int

  /// - Throws: `NetworkError.activeModules` where more are to act than there are.
  package init(modules: Int, active: Int) throws(NetworkError) {
    guard active <= modules else { throw .activeModules(active: active, modules: modules) }
    (self.modules, self.active) = (modules, active)
  }

  /// Ones for the modules that act and zeros for the others, from their scores, both B × n. It has no derivative.
  package func mask(of scores: Value) -> Value {
    let program = scores.program
    guard active < modules else { return program.constant(1, scores.rows, modules) }
    // Column k·n + j compares module k with module j, which comes before it with a lesser score, or an equal one where
    // j < k.
    let spread = program.constant(1, modules * modules, 1)
    let own = scores.timesTranspose(spread, blocks: modules)
    let other = Value.joined(Array(repeating: scores, count: modules))
    let (isLess, isMore) = ((own - other).step(), (other - own).step())
    let isBefore = isLess + earlier(in: program) * (1 - isLess - isMore)
    let rank = isBefore.timesTranspose(program.constant(1, modules, modules), blocks: modules)
    return (Double(active) - 0.5 - rank).step()
  }

  /// Ones at the columns k·n + j with j < k, 1 × n².
  private func earlier(in program: Program) -> Value {
    Value.joined(
      (0..<modules).flatMap { k in
        (k > 0 ? [program.constant(1, 1, k)] : []) + [program.constant(0, 1, modules - k)]
      })
  }
}
