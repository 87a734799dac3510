"""The serial port: the only importer of pyserial.

Knows how to list ports, to open one for this program alone (by a lock on Linux and macOS; Windows
opens a port for one program anyway) and to say why that failed. Never touches DTR or RTS beyond
pyserial's default, both on (on their way to off and on they reboot the board into its ROM loader).
Knows no frame and no message.
"""

import errno
import os
from dataclasses import dataclass

import serial
from serial.tools import list_ports

from tinyspark.board.link import LinkError, LinkLostError

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

BAUD = 115200  # USB and ptys ignore it
MICROPYTHON = (0x303A, 0x4001)  # USB vendor and product of MicroPython on an ESP32-S3
ROM_LOADER = (0x303A, 0x1001)  # the same board waiting for an image
_WRITE_TIMEOUT = 2.0  # seconds

_BUSY = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EBUSY)
_MISSING = (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTDIR)
_FORBIDDEN = (errno.EACCES, errno.EPERM)
# SerialException is an OSError; that of termios is none, and pyserial lets it pass.
_FAILURES: tuple[type[Exception], ...] = (OSError, termios.error) if termios else (OSError,)
_NO_PORT: tuple[type[Exception], ...] = (*_FAILURES, ValueError)
# pyserial trips over a port that is closed under it
_CLOSED_UNDER_IT: tuple[type[Exception], ...] = (*_FAILURES, TypeError)
_BESIDE = "control"  # a socket in the folder of a virtual board's port, as long as it runs
_PTYS = ("/dev/pts/", "/dev/ttys0")  # Linux, macOS


@dataclass(frozen=True)
class PortInfo:
    """A USB serial port of this computer."""

    port: str
    usb: tuple[int, int]  # vendor, product
    name: str | None  # what the device calls itself
    serial: str | None = None  # its serial number, which it keeps at whatever port

    @property
    def is_micropython(self) -> bool:
        return self.usb == MICROPYTHON


def list_boards() -> list[PortInfo]:
    """Return the USB serial ports, those that may be a TinySpark first."""
    found = [
        PortInfo(
            info.device, (info.vid, info.pid or 0), info.description or "", info.serial_number
        )
        for info in list_ports.comports()
        if info.vid is not None
    ]
    return sorted(found, key=lambda info: (not info.is_micropython, info.port))


class SerialLink:
    """A port that is open for this program alone; LinkError says why it could not be opened."""

    def __init__(self, port: str) -> None:
        self.port = port
        self._virtual = os.path.realpath(port).startswith(_PTYS)
        try:
            self._serial = serial.Serial(
                port, BAUD, timeout=0, write_timeout=_WRITE_TIMEOUT, exclusive=True
            )
        except _NO_PORT as error:
            raise LinkError(_explain(port, error)) from None

    def write(self, data: bytes) -> None:
        try:
            self._serial.write(data)
        except serial.SerialTimeoutException:
            raise LinkError(
                f"The board on {self.port} takes no data.\nPress RESET on it and try again."
            ) from None
        except _FAILURES:
            raise self._lost() from None

    def read(self, timeout: float) -> bytes:
        try:
            if self._serial.timeout != timeout:
                self._serial.timeout = timeout
            first = self._serial.read(1)
            return first + self._serial.read(self._serial.in_waiting) if first else b""
        except _CLOSED_UNDER_IT:
            raise self._lost() from None

    def close(self) -> None:
        try:
            self._serial.close()
        except _FAILURES:
            pass  # it is gone already

    def _lost(self) -> LinkLostError:
        if self._virtual:
            return LinkLostError(
                f"The virtual board on {self.port} is gone: unplugged, in a reset, or ended.\n"
                "Repeat the command when it is back (key u where it runs plugs it in), or start"
                " another one: tinyspark virtual"
            )
        return LinkLostError(
            f"The board on {self.port} is gone: unplugged, or in a reset.\n"
            "Plug it in again and repeat the command."
        )


def _explain(port: str, error: Exception) -> str:
    number = error.args[0] if error.args else None
    there = [info.port for info in list_boards()]
    if number in _FORBIDDEN and os.name == "posix":
        return (
            f"No permission to open {port}.\n"
            "On Linux: sudo usermod -a -G dialout $USER, then log out and in again."
        )
    if number in _BUSY or (os.name == "nt" and port in there):
        return in_use(port)
    virtual = os.path.exists(os.path.join(os.path.dirname(port), _BESIDE))
    if virtual and not os.path.exists(port):
        return (
            f"There is no port {port} now: its virtual board is unplugged, or in a reset.\n"
            "Plug it in again (key u where it runs); if it is not seen: tinyspark install --help"
        )
    if number in _MISSING or os.name == "nt" or not os.path.exists(port):
        seen = ", ".join(there) or "no USB serial port at all"
        return (
            f"There is no port {port}. This computer has: {seen}.\n"
            "Plug the board in, or use --port virtual for a virtual one;"
            " if it is plugged in and not seen: tinyspark install --help"
        )
    return f"{port} cannot be used as a serial port.\n`tinyspark boards` lists the ports."


def in_use(port: str) -> str:
    """Say what to do about a port that another program has open."""
    return (
        f"{port} is in use by another program.\n"
        "Close it (a serial monitor, an editor's console, another tinyspark) and try again."
    )
