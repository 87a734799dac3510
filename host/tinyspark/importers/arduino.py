"""CSV files as Arduino sketches print them: a header of axes, then takes apart by blank lines.

A file without blank lines is one take. The label is the file's name, or that of its folder.
Where semicolons or tabs stand between numbers, as in many countries, a comma is a decimal one.
"""

import re
from pathlib import Path

import numpy as np

from tinyspark.dataset.naming import shown
from tinyspark.dataset.number_table import decode
from tinyspark.importers.files import Files
from tinyspark.importers.labels import assumptions, named
from tinyspark.importers.source import ImportFailedError, Source, SourceTake
from tinyspark.importers.units import bare_names
from tinyspark.importers.values import numbers

SUFFIX = ".csv"
SEPARATORS = ",;\t"
Block = list[tuple[int, str]]  # a take's lines with their numbers


def detects(files: Files) -> bool:
    """Tell whether it is such a file, or holds some."""
    return bool(files.names(SUFFIX))


def read(path: Path) -> Source:
    """Read all takes; raises UserError naming file and line."""
    files = Files(path)
    names = files.names(SUFFIX)
    takes: list[SourceTake] = []
    channels: list[str] = []
    single = 0
    commas = False
    for name in names:
        where = files.where(name)
        text = decode(Path(where), files.read(name))
        header, blocks = _blocks(text, where)
        commas |= _separator(text) != "," and "," in text
        channels = channels or header
        if header != channels:
            raise ImportFailedError(
                f"{where} has the columns {shown(','.join(header))}, the files before it "
                f"{shown(','.join(channels))}.\nImport them separately."
            )
        says = named(name)
        single += len(blocks) == 1
        takes += [
            SourceTake(values, says.label, "", says.session, "", where, created=says.created)
            for values in (_values(block, len(header), where) for block in blocks)
        ]
    if not takes:
        raise ImportFailedError(f"{path} holds no {SUFFIX} files.\nCheck the name of the source.")
    said = assumptions(names)
    if single:
        said.append(f"{single} of {len(names)} files have no blank lines: one take each")
    if commas:
        said.append("commas are decimal ones: 0,5 is 0.5")
    bare, accel, gyro = bare_names(channels)
    return Source(path, tuple(bare), takes, accel_unit=accel, gyro_unit=gyro, assumed=tuple(said))


def _separator(text: str) -> str:
    """Return what stands between the names of the header, the first line that is not empty."""
    first = text.strip().partition("\n")[0]
    return next((sign for sign in SEPARATORS if sign in first), ",")


def _blocks(text: str, where: str) -> tuple[list[str], list[Block]]:
    """Return the header's names and the lines of each take."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    first = next((line for _, line in lines if line), "")
    separator = _separator(text)
    header = [name.strip().strip('"') for name in first.split(separator)]
    if not re.search("[A-Za-z]", first):
        raise ImportFailedError(
            f"{where} does not name its axes in its first line, which is {shown(first)}.\n"
            "Add a line such as aX,aY,aZ,gX,gY,gZ."
        )
    blocks: list[Block] = [[]]
    for number, line in lines:
        if line == first or not line.strip(separator + " "):  # a header again: a new start
            blocks.append([])
        else:
            plain = line if separator == "," else line.replace(",", ".").replace(separator, ",")
            blocks[-1].append((number, plain))
    full = [block for block in blocks if block]
    if not full:
        raise ImportFailedError(f"{where} holds no samples.\nRemove or record it again.")
    return header, full


def _values(block: Block, columns: int, where: str) -> np.ndarray:
    """Return float64 [samples, columns]."""
    values: list[float] = []
    for number, line in block:
        fields = line.split(",")
        if len(fields) != columns:
            raise ImportFailedError(
                f"{where} line {number} has {len(fields)} columns instead of {columns}.\n"
                "Mend or remove the line."
            )
        try:
            values += map(float, fields)
        except ValueError as error:
            raise ImportFailedError(
                f"{where} line {number} is {shown(line)}, which is not {columns} numbers.\n"
                "Mend or remove the line."
            ) from error
    start, end = block[0][0], block[-1][0]
    return numbers(values, f"{where} lines {start}..{end}").reshape(-1, columns)
