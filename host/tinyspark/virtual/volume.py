"""The board's flash as a file: made fresh with littlefs and the firmware on it."""

import json
import subprocess
import tempfile
from pathlib import Path

from tinyspark.board import board_image
from tinyspark.errors import UserError
from tinyspark.virtual import micropython
from tinyspark.virtual.chip.ops import BLOCK
from tinyspark.virtual.chip_process import CHIP

BLOCKS = 512  # 2 MB; the board has 14 MB


def blocks(path: Path) -> int:
    """How many blocks the volume in this file has; UserError if it is none."""
    size = path.stat().st_size
    if not path.is_file() or size == 0 or size % BLOCK:
        raise UserError(f"{path} is no volume of a virtual board.\nName a file that is not there.")
    return size // BLOCK


def make(path: Path, firmware: bool) -> None:
    """Make the file: an empty filesystem with /lib, or one with our firmware on it."""
    plan = {
        "folders": ["/lib", *_folders()] if firmware else ["/lib"],
        "files": [[str(s), place] for s, place in board_image.files()] if firmware else [],
    }
    try:
        with open(path, "wb") as file:
            file.truncate(BLOCKS * BLOCK)
    except OSError as error:
        raise UserError(
            f"{path} cannot be made: {error.strerror}.\nName a file in a folder of yours."
        ) from error
    with tempfile.NamedTemporaryFile("w", suffix=".json") as listing:
        json.dump(plan, listing)
        listing.flush()
        command = micropython.command(
            "-X", "heapsize=4M", str(CHIP / "format.py"), str(path), str(BLOCKS), listing.name
        )
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        path.unlink()
        raise UserError(f"The volume {path} could not be made.\n{result.stderr or result.stdout}")


def _folders() -> list[str]:
    root = board_image.SLOTS["a"]
    return [root.rstrip("/"), *(root + folder for folder in board_image.folders())]
