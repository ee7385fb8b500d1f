import LinearAlgebra

/// The vectors with which kernels of one size are multiplied: an orthonormal basis, in which a kernel is then known, and
/// probes outside it, by which the rest is estimated.
struct KernelProbes {
  let basis: [[Double]]
  /// Random vectors less their components in the basis; none where the basis spans all.
  let probes: [[Double]]

  /// A basis that spans all of n dimensions.
  static func whole(_ size: Int) -> KernelProbes {
    let basis = (0..<size).map { index in (0..<size).map { $0 == index ? 1.0 : 0 } }
    return KernelProbes(basis: basis, probes: [])
  }

  /// A basis of what `vectors` span, and `probes` less their components in it.
  init(along vectors: [[Double]], probes: [[Double]]) {
    let basis = orthonormal(vectors)
    self.init(
      basis: basis,
      probes: probes.map { probe in
        var rest = probe
        removeComponents(along: basis, from: &rest)
        return rest
      })
  }

  private init(basis: [[Double]], probes: [[Double]]) {
    (self.basis, self.probes) = (basis, probes)
  }

  /// These vectors after a projection, the basis orthonormal again.
  func projected(_ project: ([Double]) -> [Double]) -> KernelProbes {
    let basis = basis.map(project)
    return KernelProbes(along: basis, probes: probes.map(project))
  }
}

/// A kernel K, symmetric and positive, as its products with the vectors of `KernelProbes` tell it.
///
/// Sums over K's eigenvalues are split into what lies along the basis, which is exact, and the rest, of which each
/// probe gives an estimate (Hutch++; Meyer et al. 2021, arXiv:2010.09649; for such kernels arXiv:2511.10796).
struct ProbedKernel {
  private let vectors: KernelProbes
  private let basis: [[Double]]
  private let probes: [[Double]]

  /// - Parameter product: K x of x.
  init(_ vectors: KernelProbes, _ product: ([Double]) -> [Double]) {
    self.vectors = vectors
    basis = vectors.basis.map(product)
    probes = vectors.probes.map(product)
  }

  /// tr K.
  var traceSum: ProbedSum {
    ProbedSum(
      known: zip(vectors.basis, basis).reduce(0) { $0 + dot($1.0, $1.1) },
      found: zip(vectors.probes, probes).map(dot))
  }

  /// ⟨K, L⟩, Σ over the products of their elements, with a kernel of the same vectors; ‖K‖² with itself.
  func innerSum(_ other: ProbedKernel) -> ProbedSum {
    ProbedSum(
      known: zip(basis, other.basis).reduce(0) { $0 + dot($1.0, $1.1) },
      found: zip(probes, other.probes).map(dot))
  }

  var trace: ProbedNumber { ProbedNumber(of: [traceSum]) { $0[0] } }

  /// The Frobenius norm ‖K‖.
  var norm: ProbedNumber { ProbedNumber(of: [innerSum(self)]) { $0[0].squareRoot() } }

  /// (tr K)²/‖K‖².
  var participation: ProbedNumber {
    ProbedNumber(of: [traceSum, innerSum(self)]) { $0[0] * $0[0] / $0[1] }
  }

  /// ⟨K, L⟩/(‖K‖‖L‖).
  func alignment(to other: ProbedKernel) -> ProbedNumber {
    ProbedNumber(of: [innerSum(other), innerSum(self), other.innerSum(other)]) {
      $0[0] / ($0[1] * $0[2]).squareRoot()
    }
  }

  /// yᵀKy/(‖K‖‖y‖²).
  ///
  /// - Parameter form: yᵀKy/‖y‖², which one product gives exactly.
  func alignment(ofForm form: Double) -> ProbedNumber {
    ProbedNumber(of: [innerSum(self)]) { form / $0[0].squareRoot() }
  }
}
