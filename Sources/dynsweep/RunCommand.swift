import ArgumentParser
import Runs

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Trains a sweep's trials and records them in one HDF5 file.",
    discussion: """
      Started by hand it launches itself under mpirun, with one worker for each core that this process may use (affinity, control groups, the batch system) and a coordinator that sleeps; where \
      no MPI launcher is on the PATH it trains in its own process. Under mpirun or srun (two ranks or more) it is the \
      distributed run: rank 0 coordinates. All three ways give bitwise the same results.

      SIGTERM, SIGINT and SIGUSR1 lead to snapshots and exit code 75; --resume then goes on. On several hosts prefer \
      dynsweep run --workers N --launcher-options "--hostfile hosts" to an mpirun of your own: Open MPI's ends with 0 or \
      1 whatever the sweep ended with, where a lost worker shall not end the job (--enable-recovery).

      The file can be read while the sweep runs: dynsweep watch FILE.h5, or h5py.File(…, "r", swmr=True).

      Examples:
        dynsweep run sweeps/quickstart.yaml
        dynsweep run sweeps/quickstart.yaml -o results/a.h5 --workers 4
        mpirun -n 65 dynsweep run sweep.yaml
      """)

  @Argument(help: "The sweep file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var sweep: String

  @Option(
    name: [.short, .customLong("output")],
    help: "The results file; the sweep's name with .h5 in the current directory if left out.",
    completion: .file(extensions: ["h5"]))
  var output: String?

  @Flag(
    help: """
      Go on with a file that an earlier run left; nothing complete is run again. Where there is none yet it is made, \
      so that a batch script can always say so. A sweep with more values on its axes, or more replicates, extends the file.
      """)
  var resume = false

  @OptionGroup var arguments: RunArguments

  func run() throws {
    var options = RunOptions(sweep: sweep)
    options.output = output
    options.isResumed = resume
    try arguments.run(options)
  }
}
