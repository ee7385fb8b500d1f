import LinearAlgebra
import Programs

/// Work on the blocks of rows of a matrix in order. The blocks are the frames of several trajectories, or triangles
/// that belong to them.
struct FrameInstruction {
  enum Work {
    case orthonormalize(Workspace)
    case lowerTriangle(diagonal: Double)
    case triangularSolve(Reference, isTransposed: Bool)
  }

  /// Memory for a block's reflections, then for `count` numbers, then for its signs.
  struct Workspace {
    /// The first byte, at which the reflections lie.
    var memory: UnsafeMutableRawPointer
    /// How many numbers LAPACK's workspace has.
    var count: Int
  }

  var work: Work
  /// The operand; for a solve, its rows.
  var from: Reference
  /// The result.
  var to: Reference
  /// The shape of the operand and of the result.
  var shape: Shape
  /// The number of rows of a block.
  var blockRows: Int
}

extension ProductInstruction {
  /// The products of runs of rows with the runs that have the same numbers.
  init(
    _ form: Product, frames: Int, a: Reference, _ aShape: Shape, b: Reference, _ bShape: Shape,
    result: Reference, _ shape: Shape
  ) {
    func rows(_ shape: Shape) -> Shape { Shape(shape.rows / frames, shape.columns) }
    func frame(_ at: Reference, _ shape: Shape) -> PlacedMatrix {
      PlacedMatrix(at: at, shape: rows(shape), stride: shape.columns)
    }
    self.init(
      form, blocks: 1, a: frame(a, aShape), b: frame(b, bShape), result: frame(result, shape))
    blocks = frames
    (stepA, stepB, stepC) = (rows(aShape).count, rows(bShape).count, rows(shape).count)
  }
}

extension Executable {
  func run(_ frame: FrameInstruction) {
    elementSize == 4 ? run(frame, Float.self) : run(frame, Double.self)
  }

  @inline(__always)
  private func run<Element: Scalar>(_ frame: FrameInstruction, _: Element.Type) {
    let from = pointer(frame.from).assumingMemoryBound(to: Element.self)
    let to = pointer(frame.to).assumingMemoryBound(to: Element.self)
    if case .lowerTriangle(let diagonal) = frame.work {
      return lowerTriangle(from, to, frame.shape, Element(diagonal))
    }
    to.update(from: from, count: frame.shape.count)
    let (k, n) = (frame.blockRows, frame.shape.columns)
    for block in 0..<frame.shape.rows / k {
      switch frame.work {
      case .orthonormalize(let workspace): orthonormalize(to + block * k * n, k, n, workspace)
      case .triangularSolve(let triangle, let isTransposed):
        let first = pointer(triangle).assumingMemoryBound(to: Element.self)
        Element.trsm(
          .left, .lower, transpose: isTransposed, m: k, n: n, t: first + block * k * k, ldt: k,
          b: to + block * k * n, ldb: n)
      case .lowerTriangle: break
      }
    }
  }

  /// Orthonormalises a block by Householder reflections, which take any frame.
  @inline(__always)
  private func orthonormalize<Element: Scalar>(
    _ frame: UnsafeMutablePointer<Element>, _ k: Int, _ n: Int,
    _ workspace: FrameInstruction.Workspace
  ) {
    let reflections = workspace.memory.assumingMemoryBound(to: Element.self)
    let room = reflections + k
    Element.geqrf(
      k: k, n: n, a: frame, lda: n, tau: reflections, workspace: room,
      workspaceCount: workspace.count)
    // Writing Q destroys the diagonal of L, so that its signs are kept meanwhile.
    let signs = room + workspace.count
    for i in 0..<k { signs[i] = frame[i * n + i] < 0 ? -1 : 1 }
    Element.orgqr(
      k: k, n: n, a: frame, lda: n, tau: reflections, workspace: room,
      workspaceCount: workspace.count)
    for i in 0..<k where signs[i] < 0 { Element.scal(n, alpha: -1, x: frame + i * n) }
  }

  @inline(__always)
  private func lowerTriangle<Element: Scalar>(
    _ from: UnsafePointer<Element>, _ to: UnsafeMutablePointer<Element>, _ shape: Shape,
    _ diagonal: Element
  ) {
    let k = shape.columns
    for row in 0..<shape.rows {
      let (start, i) = (row * k, row % k)
      for j in 0..<i { to[start + j] = from[start + j] }
      to[start + i] = diagonal * from[start + i]
      for j in i + 1..<max(k, i + 1) { to[start + j] = 0 }
    }
  }
}
