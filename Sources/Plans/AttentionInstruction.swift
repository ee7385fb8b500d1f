import CVectorMath
import LinearAlgebra
import Programs

/// Attention to a scan's past states at one step; see `Operation.attend`.
struct AttentionInstruction {
  enum Work {
    /// Attends, with room for a state's units and for the scores of each sequence and two further numbers.
    case attend(UnsafeMutableRawPointer)
    /// Pulls cotangents back, with room, over all steps, for the cotangents that earlier states will receive.
    case pull(Reference)
    /// Chooses the relevant states.
    case screen
  }

  let work: Work
  let memory: cvm_attention
  /// The operands of the operation, in its order.
  let operands: UnsafePointer<Reference>
  let result: Reference
}

extension Executable {
  func run(_ attention: UnsafePointer<AttentionInstruction>) {
    let attention = attention.pointee
    let at = attention.operands
    func past(from first: Int) -> cvm_past {
      cvm_past(
        query: pointer(at[first]), keys: pointer(at[first + 1]), values: pointer(at[first + 2]),
        score: pointer(at[first + 3]), ledger: pointer(at[first + 4]))
    }
    let result = pointer(attention.result)
    elementSize == 4
      ? run(attention, past, result, cvm_attend_f32, cvm_pull_attention_f32, cvm_screen_f32)
      : run(attention, past, result, cvm_attend_f64, cvm_pull_attention_f64, cvm_screen_f64)
  }

  @inline(__always)
  private func run<Element: Scalar>(
    _ attention: AttentionInstruction, _ past: (Int) -> cvm_past,
    _ result: UnsafeMutableRawPointer,
    _ attend: (
      UnsafePointer<cvm_attention>, cvm_past, UnsafeMutablePointer<Element>,
      UnsafeMutablePointer<Element>
    ) -> Void,
    _ pull: (
      UnsafePointer<cvm_attention>, cvm_past, UnsafePointer<Element>, UnsafePointer<Element>,
      UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>
    ) -> Void,
    _ screen: (
      UnsafePointer<cvm_attention>, UnsafePointer<Element>, UnsafePointer<Element>,
      UnsafeMutablePointer<Element>
    ) -> Void
  ) {
    func typed(_ raw: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Element> {
      raw.assumingMemoryBound(to: Element.self)
    }
    func operand(_ number: Int) -> UnsafePointer<Element> {
      UnsafePointer(typed(pointer(attention.operands[number])))
    }
    var memory = attention.memory
    switch attention.work {
    case .attend(let scratch): attend(&memory, past(0), typed(result), typed(scratch))
    case .pull(let pending):
      pull(&memory, past(1), operand(6), operand(0), typed(pointer(pending)), typed(result))
    case .screen: screen(&memory, operand(0), operand(1), typed(result))
    }
  }
}

extension ExecutableCompiler {
  /// The sizes of a state's attention to its past over the block's `length` steps.
  func attention(_ memory: AttentionMemory, of id: Int) -> cvm_attention {
    let node = program.nodes[id]
    let first = shape(node.operands[0])
    // The first operand has the shape of a state, except for `screen`, where it is the result of `attend`.
    let beside = node.operation == .screen(memory) ? 1 + memory.weightCount : 0
    return cvm_attention(
      batch: Int64(first.rows), units: Int64(first.columns - beside),
      recent: Int64(memory.recent ?? -1),
      relevant: Int64(memory.relevant), length: Int64(length))
  }

  /// Places the room that one operation keeps from step to step.
  mutating func placeKept(by id: Int) {
    guard case .pullAttention = program.nodes[id].operation else { return }
    let state = shape(program.nodes[id].operands[0])
    let count = ((2 * length + 1) * state.columns + 2) * state.rows
    let region = arena.region(bytes: count * elementSize, at: 0)
    arena.use(region, at: schedule.work.count)
    kept[id] = .region(region, offset: 0)
  }
}
