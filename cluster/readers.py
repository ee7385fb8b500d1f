#!/usr/bin/env python3
"""Opens a finished results file, and one that is being written, in every reader of Python's that is installed.

    readers.py FINISHED.h5 [LIVE.h5]

Prints a line a reader: what it was asked, and whether it saw what h5py sees. Ends with 1 where one that should be right is
not. Readers that are not installed are listed and left out; cluster/test-readers.sh installs them.
"""
import importlib.metadata
import sys
import warnings

import h5py
import numpy as np

warnings.simplefilter("ignore")
path, live = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
with h5py.File(path) as file:
    truth = {name: data[...] for name, data in file.items()}
    dimensions = {
        name: [scale.keys()[0] for scale in data.dims] if data.ndim and not data.is_scale else [name]
        for name, data in file.items()
    }
numeric = [name for name, data in truth.items() if data.dtype.kind in "iuf"]
whole = [name for name in numeric if truth[name].dtype.kind in "iu"]
failed = []


def same(found, name):
    return np.array_equal(np.asarray(found), truth[name], equal_nan=truth[name].dtype.kind == "f")


def require(condition, what):
    if not condition:
        raise AssertionError(what)


def reader(package, question):
    """Runs a check, where its package is installed."""

    def register(check):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            return print(f"{package:14} {'':12} not installed")
        try:
            check()
            outcome = "right"
        except Exception as error:  # whatever a reader raises is what is to be told
            outcome = f"WRONG: {type(error).__name__}: {str(error)[:200]}"
            failed.append(package)
        print(f"{package:14} {version:12} {question}: {outcome}")

    return register


def xarray_is_right(dataset, coded=True):
    for name in numeric:
        variable = dataset[name]
        require(list(variable.dims) == dimensions[name], f"{name} has dimensions {variable.dims}")
        kept = variable.dtype.kind in "iu" or name in {"step", "worker", "parameter_count"} or not coded
        require(name not in whole or kept, f"{name} is {variable.dtype}")
        values = variable.values
        if name in whole and values.dtype.kind == "f":
            values = np.where(np.isnan(values), -1, values)
        require(np.array_equal(values, truth[name], equal_nan=truth[name].dtype.kind == "f"), f"{name} differs")


@reader("xarray", "two engines, all numbers, types and dimensions")
def _():
    import xarray

    for engine in ("h5netcdf", "netcdf4"):
        xarray_is_right(xarray.open_dataset(path, engine=engine))


@reader("xarray", "a live file, with driver_kwds")
def _():
    import xarray

    if live:
        options = {"engine": "h5netcdf", "driver_kwds": {"swmr": True}}
        with h5py.File(live, swmr=True) as file:
            rows = int((file["step"][...] >= 0).sum())
        found = xarray.open_dataset(live, **options)
        require(int(found.step.notnull().sum()) >= rows, "rows are missing")


@reader("cf_xarray", "axes of words")
def _():
    import cf_xarray  # noqa: F401
    import json
    import xarray

    dataset = xarray.open_dataset(path, engine="h5netcdf")
    for name in ("cell", "clip"):
        words = json.loads(dataset[name].attrs["labels"])
        for number, word in enumerate(words):
            chosen = (dataset[name].cf == dataset[name].attrs["flag_meanings"].split()[number]).values
            require(np.array_equal(chosen, truth[name] == number), f"{name} {word}")


@reader("netCDF4", "all variables")
def _():
    import netCDF4

    with netCDF4.Dataset(path) as file:
        file.set_auto_mask(False)
        for name in numeric:
            require(list(file[name].dimensions) == dimensions[name], f"dimensions of {name}")
            require(same(file[name][...], name), name)
        require(isinstance(file["failures"][...], str), "failures is no text")


@reader("h5netcdf", "through pyfive, without the HDF5 library")
def _():
    import h5netcdf

    with h5netcdf.File(path, "r", backend="pyfive") as file:
        for name in numeric:
            require(list(file[name].dimensions) == dimensions[name], f"dimensions of {name}")


@reader("pyfive", "all variables, without the HDF5 library")
def _():
    import pyfive

    with pyfive.File(path) as file:
        for name in numeric:
            require(same(file[name][...], name), name)


@reader("kerchunk", "zeros stay zeros, whole numbers whole")
def _():
    import xarray
    from kerchunk.hdf import SingleHdf5ToZarr

    references = SingleHdf5ToZarr(path, inline_threshold=0).translate()
    xarray_is_right(xarray.open_dataset(references, engine="kerchunk"))


@reader("virtualizarr", "zeros stay zeros")
def _():
    import xarray
    from virtualizarr import open_virtual_dataset
    from virtualizarr.parsers import HDFParser
    from obspec_utils.registry import ObjectStoreRegistry
    from obstore.store import LocalStore
    import os

    registry = ObjectStoreRegistry({"file://": LocalStore()})
    virtual = open_virtual_dataset(
        url="file://" + os.path.abspath(path), registry=registry, parser=HDFParser(), loadable_variables=[])
    texts = [name for name in truth if name not in numeric and name in virtual]
    references = virtual.drop_vars(texts).vz.to_kerchunk(format="dict")
    found = xarray.open_dataset(references, engine="kerchunk")
    for name in whole:
        values = np.where(np.isnan(found[name].values.astype(float)), -1, found[name].values.astype(float))
        require(np.array_equal(values, truth[name].astype(float)), name)


@reader("tables", "arrays; its own walk stops at dimension scales, as in any netCDF-4 file")
def _():
    import tables

    with tables.open_file(path) as file:
        for name in ("max_lyapunov", "status", "train_loss"):
            require(same(file.get_node("/" + name).read(), name), name)


@reader("silx", "its HDF5 view and dictionary")
def _():
    from silx.io.dictdump import h5todict

    found = h5todict(path)
    for name in numeric:
        require(same(found[name], name), name)


@reader("nexusformat", "nxload")
def _():
    import nexusformat.nexus as nexus

    root = nexus.nxload(path)
    for name in numeric:
        require(same(root[name].nxdata, name), name)


sys.exit(1 if failed else 0)
