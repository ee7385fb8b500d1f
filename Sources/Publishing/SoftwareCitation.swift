import Runs
import Schema

/// A program or library that had a part in the results, and how its makers want it cited.
struct SoftwareCitation {
  /// Name and version, as Markdown.
  let name: String
  /// What it did.
  let part: String
  /// The work to cite; nil where its makers name none.
  let work: String?

  var text: String { "\(name), \(part)\(work.map { ": \($0)" } ?? ".")" }

  /// Those of a sweep, each version once.
  static func all(of sweep: RecordedSweep) -> [SoftwareCitation] {
    let programs = sweep.programs.map {
      SoftwareCitation(
        name: markdown($0), part: "which trained and recorded",
        work:
          "The dynsweep developers. \(title). Apache-2.0. Papers whose methods were used are named above, as sources."
      )
    }
    let libraries = sweep.machines.map(\.blas.library).uniqued.map {
      SoftwareCitation(
        name: $0, part: "for linear algebra", work: $0.hasPrefix("OpenBLAS") ? openBLAS : nil)
    }
    // Where one process trained all, MPI had no part.
    let messages = sweep.workers == [0] ? [] : sweep.machines.compactMap(\.mpiName).uniqued
    return programs + libraries
      + messages.map { name in
        SoftwareCitation(
          name: markdown(name), part: "for messages",
          work: messagePassing.first { name.hasPrefix($0.name) }?.work)
      }
      + sweep.machines.map(\.hdf5).uniqued.map {
        SoftwareCitation(name: "HDF5 \(markdown($0))", part: "for the results file", work: hdf5)
      }
  }

  private static let title =
    "dynsweep: Lyapunov spectra, ranks and losses of small networks while they learn, swept over hyperparameters"

  private static let openBLAS = """
    Q. Wang, X. Zhang, Y. Zhang and Q. Yi. AUGEM: automatically generate high performance dense linear algebra kernels on \
    x86 CPUs. SC 2013, doi:10.1145/2503210.2503219; Z. Xianyi, W. Qian and Z. Yunquan. Model-driven level 3 BLAS \
    performance optimization on Loongson 3A processor. ICPADS 2012, doi:10.1109/ICPADS.2012.97.
    """

  private static let hdf5 =
    "The HDF Group. Hierarchical Data Format, version 5. https://github.com/HDFGroup/hdf5."

  /// By what the libraries call themselves.
  private static let messagePassing = [
    (
      name: "Open MPI",
      work: """
      E. Gabriel et al. Open MPI: goals, concept, and design of a next generation MPI implementation. EuroPVM/MPI 2004, \
      doi:10.1007/978-3-540-30218-6_19.
      """
    ),
    (
      name: "MPICH",
      work: """
      W. Gropp, E. Lusk, N. Doss and A. Skjellum. A high-performance, portable implementation of the MPI message passing \
      interface standard. Parallel Computing 22, 1996, doi:10.1016/0167-8191(96)00024-5.
      """
    ),
    (
      name: "MVAPICH",
      work: """
      D. K. Panda, H. Subramoni, C.-H. Chu and M. Bayatpour. The MVAPICH project: transforming research into \
      high-performance MPI library for HPC community. Journal of Computational Science 52, 2021, \
      doi:10.1016/j.jocs.2020.101208.
      """
    ),
  ]
}
