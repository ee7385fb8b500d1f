import Foundation
import Platform

extension Launcher {
  /// The environment in which the MPI launcher is started.
  ///
  /// - Parameter note: The path of the coordinator's note; nil for a launch without one, such as a question.
  func environment(
    note: String?, own: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    var environment = own
    func set(_ name: String, _ value: String) {
      if environment[name] == nil { environment[name] = value }
    }
    // One thread for each worker, unless the user has set another number.
    set("OPENBLAS_NUM_THREADS", "1")
    if kind == .intel {
      // If ranks were pinned, the first ranks of all jobs would share the same cores.
      set("I_MPI_PIN", "0")
      // Intel's script sets these before it starts the launcher.
      if own["SLURM_JOBID"] != nil, own["I_MPI_HYDRA_BOOTSTRAP_EXEC"] == nil {
        set("I_MPI_HYDRA_BOOTSTRAP", "slurm")
      }
      if own["PBS_ENVIRONMENT"] != nil { set("I_MPI_HYDRA_RMK", "pbs") }
      if own["LSB_JOBID"] != nil { set("I_MPI_HYDRA_RMK", "lsf") }
    }
    // A question is asked while the sweep's own step may hold everything allotted; srun would wait for that to end.
    if note == nil { set("SLURM_OVERLAP", "1") }
    environment[LauncherLink.noteVariable] = note
    environment[LauncherLink.launcherVariable] = note.map { _ in ProcessIdentity.this.text }
    return environment
  }
}
