extension FrameOrthonormalizer {
  /// Orthonormalises k tangents by LAPACK's QR, and multiplies the frame's `growthFactors` by Rᵢᵢ.
  ///
  /// The units are put in the order of their magnitudes first. Reflections then keep the digits of units that a
  /// saturated nonlinearity has made small, which they lose in another order (Cox and Higham 1998).
  mutating func orthonormalizeByHouseholder(
    _ frame: UnsafeMutablePointer<Element>, row: Int, count k: Int
  ) {
    let n = dimension
    guard k > 0 else { return }
    let order = (0..<n).sorted { (-magnitudes[$0], $0) < (-magnitudes[$1], $1) }
    var sorted = [Element](repeating: 0, count: k * n)
    for i in 0..<k { for j in 0..<n { sorted[i * n + j] = frame[i * n + order[j]] } }
    Element.geqrf(
      k: k, n: n, a: &sorted, lda: n, tau: &reflections, workspace: &workspace,
      workspaceCount: workspace.count)
    let diagonal = (0..<k).map { sorted[$0 * n + $0] }
    Element.orgqr(
      k: k, n: n, a: &sorted, lda: n, tau: reflections, workspace: &workspace,
      workspaceCount: workspace.count)
    for i in 0..<k {
      let sign: Element = diagonal[i] < 0 ? -1 : 1
      growthFactors[row + i] *= Double(sign * diagonal[i])
      for j in 0..<n { frame[i * n + order[j]] = sign * sorted[i * n + j] }
    }
  }
}
