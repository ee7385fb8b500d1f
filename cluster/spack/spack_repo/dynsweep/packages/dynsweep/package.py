# cluster/package.sh fills in what stands between @ signs and puts this repository beside the archive that it makes. There:
#
#   spack repo add spack/spack_repo/dynsweep
#   spack install dynsweep
#   spack load dynsweep
import os

from spack_repo.builtin.build_systems.generic import Package

from spack.package import *


class Dynsweep(Package):
    """Sweeps hyperparameters of small neural networks under MPI and records how they learn, Lyapunov spectra, ranks and
    losses, in one HDF5 file.

    This installs the program as it was built, with all that it needs but glibc @GLIBC@ or later. Spack takes the archive
    from the folder in which it is called, or from a mirror of the site.
    """

    url = f"file://{os.getcwd()}/dynsweep-@VERSION@-linux-@MACHINE@.tar.gz"
    manual_download = True

    license("Apache-2.0")

    version("@VERSION@", sha256="@SHA256@")

    # No MPI: the program is linked to none, and loads the one whose launcher starts it.
    requires("platform=linux", msg="the archive is of programs for Linux")
    requires("target=@MACHINE@:", msg="the archive is of programs for @MACHINE@")

    def install(self, spec, prefix):
        install_tree(".", prefix)

    def setup_run_environment(self, env):
        # The batch scripts in share/dynsweep take the program from here.
        env.set("DYNSWEEP", self.prefix.bin.dynsweep)
        # One thread a rank.
        env.set("OPENBLAS_NUM_THREADS", "1")

    def test_version(self):
        """The program starts and tells its version."""
        told = Executable(self.prefix.bin.dynsweep)("--version", output=str.split, error=str.split)
        assert str(self.spec.version) in told
