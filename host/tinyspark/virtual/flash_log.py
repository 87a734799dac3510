"""The log of a virtual board's flash: the volume at its start, then every erase and program.

Gives the volume as a power cut left it, at any operation. Knows bytes and blocks, no filesystem.
"""

import struct
from pathlib import Path
from typing import NamedTuple

from tinyspark.virtual.chip import ops
from tinyspark.virtual.chip.ops import BLOCK


class Operation(NamedTuple):
    """An erase (of a whole block, data are ones) or a program; place: byte of the volume."""

    kind: int
    place: int
    data: bytes


class FlashLog:
    """volume: the bytes before the first operation."""

    def __init__(self, volume: bytes, operations: list[Operation]) -> None:
        self.volume = volume
        self.operations = operations

    @classmethod
    def read(cls, path: Path, size: int) -> "FlashLog":
        """Read the log at path, of a volume of this size."""
        data = path.read_bytes()
        operations = []
        at = size
        while at < len(data):
            kind, block, offset, length = struct.unpack_from(ops.LOG, data, at)
            at += ops.LOG_SIZE
            operations.append(Operation(kind, block * BLOCK + offset, data[at : at + length]))
            at += length
        return cls(data[:size], operations)

    def after(self, operation: int, torn: int = 100) -> bytes:
        """Return the volume when power went in this operation, counted from 1.

        torn percent of it have happened, and all of those before it.
        """
        volume = bytearray(self.volume)
        for _, place, data in self.operations[: operation - 1]:
            volume[place : place + len(data)] = data
        _, place, data = self.operations[operation - 1]
        part = len(data) * torn // 100
        volume[place : place + part] = data[:part]
        return bytes(volume)
