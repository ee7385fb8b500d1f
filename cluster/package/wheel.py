"""Makes a wheel of a staged folder: the program comes onto the PATH, its libraries beside it, and a module that opens files.

    python3 wheel.py ROOT VERSION GLIBC FOLDER
"""

import base64
import hashlib
import os
import pathlib
import platform
import sys
import time
import zipfile

HERE = pathlib.Path(__file__).parent

METADATA = """\
Metadata-Version: 2.1
Name: dynsweep
Version: {version}
Summary: Sweeps of small nets' hyperparameters under MPI, with Lyapunov spectra, ranks and losses in one HDF5 file
License: {license}
Requires-Python: >=3.8
Provides-Extra: xarray
Requires-Dist: xarray; extra == "xarray"
Requires-Dist: h5netcdf; extra == "xarray"
Description-Content-Type: text/markdown

"""


def files(root, version):
    """Pairs of a name in the wheel and its content, with whether it can be executed."""
    data = f"dynsweep-{version}.data"
    yield f"{data}/scripts/dynsweep", (root / "bin/dynsweep").read_bytes(), True
    for folder in ("lib/dynsweep", "share"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file():
                yield f"{data}/data/{path.relative_to(root)}", path.read_bytes(), folder.startswith("lib")
    yield "dynsweep/__init__.py", (HERE / "module.py").read_bytes(), False


def wheel(root, version, glibc, folder):
    tag = f"py3-none-manylinux_{glibc.replace('.', '_')}_{platform.machine()}"
    info = f"dynsweep-{version}.dist-info"
    licence = (root / "LICENSE").read_text().splitlines()[0].strip()
    contents = list(files(root, version)) + [
        (f"{info}/METADATA",
         (METADATA.format(version=version, license=licence) + (root / "README.md").read_text()).encode(), False),
        (f"{info}/WHEEL",
         f"Wheel-Version: 1.0\nGenerator: dynsweep\nRoot-Is-Purelib: false\nTag: {tag}\n".encode(), False),
        (f"{info}/LICENSE", (root / "LICENSE").read_bytes(), False)]
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b'=').decode()},{len(body)}\n"
        for name, body, _ in contents)
    contents.append((f"{info}/RECORD", (record + f"{info}/RECORD,,\n").encode(), False))
    date = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800))[:6]
    target = pathlib.Path(folder) / f"dynsweep-{version}-{tag}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, body, is_executable in contents:
            entry = zipfile.ZipInfo(name, date)
            entry.external_attr = (0o100755 if is_executable else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
    return target


root, version, glibc, folder = sys.argv[1:]
print(wheel(pathlib.Path(root), version, glibc, folder))
