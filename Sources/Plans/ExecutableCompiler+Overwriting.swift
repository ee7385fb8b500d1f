import Programs

extension ExecutableCompiler {
  /// Whether making `id` at `to` would overwrite an input that is read afterwards.
  func spoilsInput(making id: Int, at to: Reference) -> Bool {
    let end = to.offset + bytes(shape(id))
    return program.inputs.contains { input in
      guard liveness.isLive[input], case .fixed(let from) = locations[input], from.slot == to.slot,
        from.offset < end, to.offset < from.offset + bytes(shape(input))
      else { return false }
      return from.offset != to.offset || shape(input) != shape(id)
        || isRead(input, afterMaking: id)
    }
  }

  /// Whether an element of `input` is, or may be, read once the same element of `made` is written.
  private func isRead(_ input: Int, afterMaking made: Int) -> Bool {
    let users = program.nodes.indices.filter {
      liveness.isLive[$0] && program.nodes[$0].operands.contains(input)
    }
    guard users.allSatisfy({ program.nodes[$0].operation.isElementwise }) else { return true }
    let chains = schedule.work.compactMap { work in
      if case .chain(let members) = work { members } else { nil }
    }
    guard let index = chains.firstIndex(where: { $0.contains(made) }) else { return true }
    let later = Set(chains[(index + 1)...].joined())
    let chain = FusedKernel(
      program, chains[index], liveness: liveness, outputs: outputs.map(\.id))
    return !later.isDisjoint(with: users) || !chain.mayOverwrite(input, with: made)
  }
}
