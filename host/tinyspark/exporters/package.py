"""What an exporter hands over, and how it comes onto the disk: whole or not at all.

Knows files, folders and archives; what is in them is the formats'.
"""

import os
import shutil
import zipfile
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from tinyspark.errors import UserError

ALONE = ""  # the name of the only file of a package


class ExportFailedError(UserError):
    """A dataset that cannot be written in a format; the message says why."""


class Package(NamedTuple):
    """Files by names below the output, what they leave out, and how to import them again.

    again: the options of `tinyspark dataset import`.
    """

    files: dict[str, bytes]
    notes: list[str]
    again: str = ""


def write(package: Package, output: Path) -> None:
    """Write a package as a file, an archive (.zip) or a folder; raises ExportFailedError."""
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise ExportFailedError(f"{output} is there already.\nChoose another name.")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        room = Path(mkdtemp(prefix=".export-", dir=output.parent))
        try:
            os.replace(_written(package, output, room), output)
        finally:
            shutil.rmtree(room, ignore_errors=True)
    except OSError as error:
        raise ExportFailedError(
            f"Cannot write {output}: {error.strerror}.\nFree some space or choose another place."
        ) from error


def _written(package: Package, output: Path, room: Path) -> Path:
    """Write into a room of its own and return the file or folder to be moved."""
    made = room / "made"
    if ALONE in package.files:
        made.write_bytes(package.files[ALONE])
    elif output.suffix.lower() == ".zip":
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in package.files.items():
                archive.writestr(name, data)
    else:
        for name, data in package.files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        if output.is_dir():  # empty, as checked above
            output.rmdir()
    return made
