"""Opens the results files of dynsweep as xarray Datasets, finished or still being written.

The program itself is `dynsweep` on the PATH: `dynsweep run sweep.yaml -o results.h5`.
"""


def open(path, live=None):
    """The results file at `path` as an xarray.Dataset; needs xarray and h5netcdf (`pip install "dynsweep[xarray]"`).

    live: whether the file may be growing still; found out where None. A live Dataset reads what the file holds at the
    moment of reading; open it again to see rows of checkpoints that have been added since.
    """
    import xarray

    if live is None:
        live = _is_being_written(path)
    if not live:
        return xarray.open_dataset(path, engine="h5netcdf")
    return xarray.open_dataset(path, engine="h5netcdf", driver_kwds={"swmr": True}, cache=False)


def _is_being_written(path):
    """Whether a writer has marked the file: bit 0 of the consistency flags of an HDF5 superblock of version 2 or 3."""
    import builtins

    with builtins.open(path, "rb") as file:
        head = file.read(12)
    return len(head) == 12 and head[:8] == b"\x89HDF\r\n\x1a\n" and head[8] >= 2 and head[11] & 1 == 1
