"""A whole image onto the chip, through its ROM loader: the only user of esptool.

esptool is a program of its own that the kit does not install; it is needed once, to switch a
board from CircuitPython to MicroPython or back. Knows the steps; the user's fingers do the rest.
"""

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from tinyspark.board.serial_link import MICROPYTHON, ROM_LOADER, list_boards
from tinyspark.errors import UserError
from tinyspark.terminal.screen import clean

FLASH_BYTES = 16 * 1024 * 1024
FINGERS_TIMEOUT = 180.0  # seconds the user has for the buttons
_ESPTOOL_TIMEOUT = 600.0
_IMAGE_MAGIC = 0xE9  # first byte of every image for this chip
_QIO = ["--flash_mode", "qio", "--flash_freq", "80m", "--flash_size", "16MB"]
_LOOK_AGAIN = 0.3
_INTO_LOADER = "Hold BUTTON1, press and release RESET, then release BUTTON1."

Progress = Callable[[str], None]


def flash(image: Path, port: str | None, progress: Progress, original: bool = False) -> None:
    """Erase the chip and write image; UserError says what is missing or failed.

    original: the image is what the board was delivered with, which needs other flash settings.
    The board must be brought into its ROM loader by hand: progress is handed the instructions.
    """
    check(image)
    loader = port or _wait_for(ROM_LOADER, progress, _INTO_LOADER)
    progress(f"Erasing the flash of the board on {loader} (about 20 s)")
    _esptool(loader, ["erase_flash"])
    progress(f"Writing {image.name} (about a minute)")
    _esptool(loader, ["write_flash", *(_QIO if original else []), "0x0"], str(image))


def await_micropython(progress: Progress) -> str:
    """Wait until a board with MicroPython is there; return its port."""
    return _wait_for(MICROPYTHON, progress, "Press RESET on the board.")


def check(image: Path) -> None:
    """UserError when image cannot be one for this chip, or esptool is missing."""
    try:
        size = image.stat().st_size
        with image.open("rb") as file:
            first = file.read(1)
    except OSError as error:
        raise UserError(f"Cannot read {image}: {error.strerror}.\nName an image file.") from None
    if size > FLASH_BYTES or first != bytes([_IMAGE_MAGIC]):
        raise UserError(
            f"{image} is not an image for this chip.\n"
            "Use a .bin (not .uf2) for ESP32_GENERIC_S3, variant SPIRAM_OCT."
        )
    if importlib.util.find_spec("esptool") is None:
        raise UserError(
            "Writing an image needs esptool, which is not installed.\n"
            f"Get it: {sys.executable} -m pip install esptool"
        )


def _wait_for(usb: tuple[int, int], progress: Progress, instruction: str) -> str:
    progress(instruction)
    until = time.monotonic() + FINGERS_TIMEOUT
    while time.monotonic() < until:
        found = [info.port for info in list_boards() if info.usb == usb]
        if found:
            return found[0]
        time.sleep(_LOOK_AGAIN)
    raise UserError(
        f"The board did not appear on USB ({usb[0]:04X}:{usb[1]:04X}).\n"
        f"Check the cable (it must carry data) and try again: {instruction}"
    )


def _esptool(port: str, arguments: list[str], *files: str) -> None:
    words = [word.replace("_", "-") for word in arguments] if _writes_hyphens() else arguments
    command = [
        sys.executable,
        "-m",
        "esptool",
        "--chip",
        "esp32s3",
        "--port",
        port,
        *words,
        *files,
    ]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=_ESPTOOL_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UserError("esptool does not come to an end.\nUnplug the board and repeat.") from None
    if done.returncode:
        raise UserError(
            f"esptool {arguments[0]} failed: {_reason(done.stdout)}\n"
            "The ROM loader cannot be damaged: repeat the command."
        )


def _reason(output: bytes) -> str:
    """Return the line that names the error, or else the last one."""
    lines = output.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return clean(next((line for line in lines if "error" in line.lower()), lines[-1]))


def _writes_hyphens() -> bool:
    """Whether this is esptool 5 or newer, which renamed erase_flash to erase-flash and so on."""
    try:
        return int(metadata.version("esptool").partition(".")[0]) >= 5
    except (metadata.PackageNotFoundError, ValueError):
        return False
