extension FrameOrthonormalizer {
  /// Multiplies the frame's stretches by Rᵢᵢ.
  mutating func orthonormalizeByHouseholder(_ frame: UnsafeMutablePointer<Element>, row: Int) {
    let (k, n) = (tangents, dimension)
    Element.geqrf(
      k: k, n: n, a: frame, lda: n, tau: &reflections, workspace: &workspace,
      workspaceCount: workspace.count)
    for i in 0..<k { stretches[row + i] *= Double(frame[i * n + i]) }
    Element.orgqr(
      k: k, n: n, a: frame, lda: n, tau: reflections, workspace: &workspace,
      workspaceCount: workspace.count)
    for i in 0..<k where stretches[row + i] < 0 {
      stretches[row + i] = -stretches[row + i]
      for j in 0..<n { frame[i * n + j] = -frame[i * n + j] }
    }
  }
}
