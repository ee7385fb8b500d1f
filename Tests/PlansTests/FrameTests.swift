import LinearAlgebra
import RandomStreams
import Testing

@testable import Plans
@testable import Programs

/// Orthonormalisation and what its derivatives consist of, first and second order, against finite differences.
@Suite struct FrameTests {
  /// Two frames of two tangents in three dimensions.
  @Test func `orthonormal frames and their growthFactors`() {
    DerivativeCheck([Shape(4, 3)]) { _, x in x[0].orthonormalized(tangents: 2).frames }.run()
    DerivativeCheck([Shape(4, 3)]) { _, x in x[0].orthonormalized(tangents: 2).growthFactors.log() }
      .run()
  }

  @Test func `a frame of as many tangents as there are dimensions`() {
    DerivativeCheck([Shape(3, 3)], seed: 3) { _, x in
      let (frames, growthFactors) = x[0].orthonormalized(tangents: 3)
      return frames.sine() * growthFactors
    }.run()
  }

  @Test func `products frame by frame`() {
    for (form, other) in [(Product.timesTranspose, Shape(6, 3)), (.transposeTimes, Shape(4, 2))] {
      DerivativeCheck([Shape(4, 3), other]) { _, x in x[0].framewise(form, x[1], frames: 2) }.run()
    }
    DerivativeCheck([Shape(4, 3), Shape(6, 2)]) { _, x in
      x[0].framewise(.times, x[1], frames: 2)
    }.run()
  }

  /// Diagonals away from zero.
  @Test(arguments: [false, true]) func `triangular solves`(_ isTransposed: Bool) {
    DerivativeCheck([Shape(4, 2), Shape(4, 3)], in: 0.5...1.5) { _, x in
      x[1].solved(by: x[0], isTransposed: isTransposed)
    }.run()
    DerivativeCheck([Shape(4, 2)], in: 0.5...1.5) { _, x in
      x[0].lowerTriangle(diagonal: 2).square()
    }.run()
  }

  @Test func `frames pushed through a recurrence and orthonormalised at every step`() {
    DerivativeCheck([Shape(2, 3), Shape(4, 3), Shape(3, 3)]) { program, x in
      program.scan(length: 3, carries: [x[0], x[1]]) { state, _ in
        let next = state[0].timesTranspose(x[2]).tanh()
        let pushed = next.program.pushForward(
          [next], along: [(state[0], state[1])], tangentsPerRow: 2)
        let (frames, growthFactors) = pushed.tangents[0].orthonormalized(tangents: 2)
        return ([next, frames], [growthFactors.log()])
      }.stacks[0]
    }.run()
  }

  /// Z = L·Q holds to rounding, and the diagonal of L is positive where reflections would make it negative.
  @Test func `the rows are orthonormal and the growthFactors positive`() {
    let program = Program()
    let z = program.input(6, 4)
    let (frames, growthFactors) = z.orthonormalized(tangents: 3)
    let overlaps = frames.framewise(.timesTranspose, frames, frames: 2)
    let triangles = z.framewise(.timesTranspose, frames, frames: 2)
    let plan = Plan<Double>(outputs: [overlaps, triangles, growthFactors])
    var random = RandomStream(seed: 5, purpose: "frames")
    plan.storage(of: z).elements = (0..<24).map { _ in random.normal() }
    plan.run()
    let (gram, l) = (plan.storage(of: overlaps).elements, plan.storage(of: triangles).elements)
    for row in 0..<6 {
      #expect(plan.storage(of: growthFactors)[row] > 0)
      for column in 0..<3 {
        let expected = column == row % 3 ? 1.0 : 0
        #expect(abs(gram[row * 3 + column] - expected) < 1e-14)
        if column > row % 3 { #expect(abs(l[row * 3 + column]) < 1e-14) }
      }
    }
  }
}
