import Foundation
import Platform

extension Launcher {
  /// What the launcher is started with.
  ///
  /// - Parameter note: Where the coordinator is to leave word; nil where there is none.
  func environment(
    note: String?, own: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var environment = own
    func set(_ name: String, _ value: String) {
      if environment[name] == nil { environment[name] = value }
    }
    // One thread a worker; the user's own setting is obeyed.
    set("OPENBLAS_NUM_THREADS", "1")
    if kind == .intel {
      // Pinned, the first ranks of every job would share the same cores.
      set("I_MPI_PIN", "0")
      // What Intel's script does before it starts the launcher.
      if own["SLURM_JOBID"] != nil, own["I_MPI_HYDRA_BOOTSTRAP_EXEC"] == nil {
        set("I_MPI_HYDRA_BOOTSTRAP", "slurm")
      }
      if own["PBS_ENVIRONMENT"] != nil { set("I_MPI_HYDRA_RMK", "pbs") }
      if own["LSB_JOBID"] != nil { set("I_MPI_HYDRA_RMK", "lsf") }
    }
    // A question is asked while the sweep's own step may hold all that is allotted: srun would wait for it.
    if note == nil { set("SLURM_OVERLAP", "1") }
    environment[LauncherLink.noteVariable] = note
    environment[LauncherLink.launcherVariable] = note.map { _ in ProcessIdentity.this.text }
    return environment
  }
}
