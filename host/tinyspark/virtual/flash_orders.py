"""What the flash of a virtual board is told beforehand: when power goes, and to keep a log.

The chip obeys on its own (chip/flash.py): nothing is asked in the middle of an operation. Knows
the two files between them, not what lies in the flash.
"""

import os
import struct
from pathlib import Path

from tinyspark.errors import UserError
from tinyspark.virtual.chip import ops

ORDERS_NAME = "flash_orders"
LOG_NAME = "flash_log"
MOST = 1_000_000_000
TORN = (0, 50, 100)  # percent


class FlashOrders:
    """The files in folder, which outlive each MicroPython process."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / ORDERS_NAME
        self.log_path = folder / LOG_NAME
        self.path.write_bytes(bytes(struct.calcsize(ops.FLASH_ORDERS)))
        self.log_path.write_bytes(b"")

    @property
    def count(self) -> int:
        """Erases and programs since the virtual board was made."""
        return int(self._read()[3])

    def cut_at(self, operation: int, torn: int) -> None:
        """Let power go in the operation-th operation from now, of which torn percent happen."""
        if not 1 <= operation <= MOST:
            raise UserError(f"There is no flash operation {operation}.\nThe next one is 1.")
        if torn not in TORN:
            choice = ", ".join(map(str, TORN))
            raise UserError(f"An operation is not torn at {torn} %.\nChoose one of {choice}.")
        self._write(self.count + operation, torn, self._read()[2])

    def log_from(self, volume: Path) -> None:
        """Begin a log with the volume as it is now; the chip appends each operation."""
        _, torn, _, _ = self._read()
        self.log_path.write_bytes(volume.read_bytes())
        self._write(self._read()[0], torn, 1)

    def _read(self) -> tuple[int, int, int, int]:
        cut, torn, logging, count = struct.unpack(ops.FLASH_ORDERS, self.path.read_bytes())
        return cut, torn, logging, count

    def _write(self, cut: int, torn: int, logging: int) -> None:
        """Leave the count alone, which is the chip's."""
        file = os.open(self.path, os.O_WRONLY)
        try:
            os.write(file, struct.pack(ops.FLASH_ORDERS, cut, torn, logging, 0)[: -ops.COUNT_SIZE])
        finally:
            os.close(file)
