"""Plain arrays out of an .npz file (numpy's zip of .npy members) that nobody vouches for.

No pickle, no object arrays, and no member is read before its declared size is known to fit.
"""

import re
import sys
import tokenize
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import numpy as np

from tinyspark.importers.source import ImportFailedError

MAX_BYTES = 128 << 20  # of all members, unpacked
NUMBERS, TEXTS = "fiu", "U"
Member = tuple[str, int]  # kinds of numpy type, dimensions (ANY: as many as it has)
ANY = -1
DAMAGE = (
    ValueError,  # numpy's word for a bad header, missing bytes and pickle
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # encrypted
    IndexError,  # the rest are numpy's for headers that are meant to hurt
    MemoryError,
    OverflowError,
    TypeError,
    SyntaxError,
    tokenize.TokenError,
)


def read(path: Path, members: Mapping[str, Member]) -> dict[str, np.ndarray]:
    """Return the arrays whose names match one of the patterns; others are left alone.

    Raises ImportFailedError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = {
                name: (entry, member)
                for entry in archive.infolist()
                for name in [entry.filename.removesuffix(".npy")]
                for pattern, member in members.items()
                if re.fullmatch(pattern, name)
            }
            size = sum(entry.file_size for entry, _ in found.values())
            if size > MAX_BYTES:
                raise ImportFailedError(
                    f"{path} would unpack to {size >> 20} MB.\nSplit it; {MAX_BYTES >> 20} MB fit."
                )
            return {name: _array(archive, name, *each) for name, each in found.items()}
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise ImportFailedError(
            f"{path} cannot be read: {error.strerror}.\nName a file that is there and may be read."
        ) from error
    except DAMAGE as error:
        raise ImportFailedError(
            f"{path} cannot be read: {str(error)[:80] or type(error).__name__}.\n"
            "It must hold plain arrays saved with numpy.savez."
        ) from error


def _array(
    archive: zipfile.ZipFile, name: str, entry: zipfile.ZipInfo, member: Member
) -> np.ndarray:
    """Read one member once its header says that it is as long as the archive declares."""
    kinds, dimensions = member
    with archive.open(entry) as file:
        shape, columns_first, dtype = array_header(file)
        if dtype.kind not in kinds or dimensions not in (ANY, len(shape)):
            raise ValueError(f"{name} is an array of type {dtype} and shape {shape}")
        count = 1
        for length in shape:
            count *= length
        if not dtype.itemsize or file.tell() + count * dtype.itemsize != entry.file_size:
            raise ValueError(f"{name} is not as long as its header says")
        flat = np.frombuffer(file.read(), dtype, count)
    if dtype.kind in TEXTS:
        _check_letters(flat)
    return flat.reshape(shape, order="F" if columns_first else "C")


def _check_letters(texts: np.ndarray) -> None:
    """ValueError for numbers that are no letters: numpy makes texts of them that break Python."""
    codes = texts.view(np.dtype("u4").newbyteorder(texts.dtype.byteorder))
    if ((codes > sys.maxunicode) | (codes >> 11 == 0xD800 >> 11)).any():
        raise ValueError("texts hold what is no letter")


def array_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Return (shape, whether columns come first, type) of an array's file, without its data."""
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(file)
    if version not in readers:
        raise ValueError(f"version {version} of the array format")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they show the header to a terminal as it is
        return readers[version](file)
