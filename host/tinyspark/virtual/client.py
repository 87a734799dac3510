"""VirtualBoard: start a virtual board, or talk to one that runs, over its control channel.

The board is a process of its own, so that it keeps its time whatever its user does. Its port is
for serial programs; this class is for its buttons, lights, sensors and cable.
"""

import contextlib
import importlib.util
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from gesturekit.sample import CONTINUOUS, PROXIMITY_SPACING_MS
from tinyspark.errors import UserError
from tinyspark.virtual.channel import Channel
from tinyspark.virtual.flash_log import FlashLog
from tinyspark.virtual.options import CONTROL_NAME, LOG_NAME, PORT_NAME, Options
from tinyspark.virtual.sensor_calls import SensorCalls

_START_TIMEOUT = 20.0
_END_TIMEOUT = 5.0
_LOOK_EVERY = 0.01
# The app measures first this long after Button 1; the hand is there half a spacing before.
_COURSE_COUNTDOWN_MS = 1000


class VirtualBoard(SensorCalls):
    """A running virtual board. As a context manager it ends with the block, whatever happens.

    Options as in tinyspark.virtual.options.Options: speed, stepped, volume, firmware,
    imu_address, ticks_ms, heap_kb. Times are in board time. UserError says what cannot be.
    advanced: the board time after the last advance(), for whoever looks at it often.
    Faults of the sensors are in sensor_calls.py.
    """

    def __init__(self, **options: Any) -> None:
        checked = Options(**options).checked()
        _check_system()
        self.advanced = 0.0
        self._folder = Path(tempfile.mkdtemp(prefix="tinyspark-"))
        self.port = str(self._folder / PORT_NAME)
        try:
            self._process: subprocess.Popen[bytes] | None = self._start(checked)
            self._channel = Channel(self._folder / CONTROL_NAME)
        except BaseException:
            self.close()
            raise

    @classmethod
    def attach(cls, port: str) -> Self:
        """Talk to the virtual board with this port, which another process runs."""
        board = cls.__new__(cls)
        board.port = port
        board.advanced = 0.0
        board._folder = Path(port).parent
        board._process = None
        board._channel = Channel(board._folder / CONTROL_NAME)
        return board

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the board, or let go of one that another process runs."""
        if channel := getattr(self, "_channel", None):
            channel.close()
        process = getattr(self, "_process", None)
        if process is None:
            return
        self._process = None
        _end(process)
        shutil.rmtree(self._folder, ignore_errors=True)

    # Sensors

    def play(self, sensor: str, samples: Sequence[Any], **how: Any) -> float:
        """Queue a recording into a sensor; return the board seconds until its end.

        imu: rows of counts (kit units: 8 g, 2000 dps) from the next sample on; rate=104 samples/s,
        axes=names of the columns (else ax ay az [gx gy gz]).
        imu+proximity: the same with another column behind.
        proximity: counts 0..1023, each for spacing_ms=250, from delay_ms=0 on.
        """
        if sensor in CONTINUOUS:
            plain: list[Any] = [[int(value) for value in row] for row in samples]
        else:
            plain = [int(value) for value in samples]
        return float(self.ask("play", sensor=sensor, samples=plain, **how)["seconds"])

    def press_and_move(
        self, counts: Sequence[int], spacing_ms: float = PROXIMITY_SPACING_MS
    ) -> float:
        """Tap Button 1 and move a hand as the course does; return the board seconds until its end.

        counts 0..1023, each in place for spacing_ms, half of the course's 250 ms before the app
        measures it.
        """
        delay_ms = _COURSE_COUNTDOWN_MS - PROXIMITY_SPACING_MS // 2
        hand = {
            "command": "play",
            "sensor": "proximity",
            "samples": [int(value) for value in counts],
            "spacing_ms": spacing_ms,
            "delay_ms": delay_ms,
        }
        self.scene([(0, {"command": "tap", "button": 1}), (0, hand)])
        return (delay_ms + len(counts) * spacing_ms) / 1000

    def wait(self, timeout: float = 60.0) -> None:
        """Wait until everything queued has been played; timeout in seconds of this computer."""
        deadline = time.monotonic() + timeout
        while any(self.state()["waiting"].values()):
            if time.monotonic() > deadline:
                raise UserError(
                    "The virtual board has not played its recordings in time.\n"
                    "Does its program sample the sensor? Does a stepped clock advance?"
                )
            time.sleep(_LOOK_EVERY)

    def rest(self, row: Sequence[int]) -> None:
        """What is felt between recordings: counts of ax ay az [gx gy gz [proximity]]."""
        self.ask("rest", row=[int(value) for value in row])

    def clear(self) -> None:
        """Forget the recordings that are queued."""
        self.ask("clear")

    def scene(self, steps: Sequence[tuple[float, dict[str, Any]]]) -> None:
        """Commands at board times: [(ms from now, {"command": "tap", "button": 1}), ...]."""
        self.ask("scene", steps=[list(step) for step in steps])

    # Buttons and lights

    def press(self, button: int) -> None:
        self.ask("press", button=button)

    def release(self, button: int) -> None:
        self.ask("release", button=button)

    def tap(self, button: int, ms: float = 100) -> None:
        """Press, and release after ms."""
        self.ask("tap", button=button, ms=ms)

    @property
    def led(self) -> bool:
        return bool(self.state()["led"])

    @property
    def pixels(self) -> list[tuple[int, int, int]]:
        """(red, green, blue), 0..255, of the five pixels."""
        return [(red, green, blue) for red, green, blue in self.state()["pixels"]]

    # Time, power and settings

    @property
    def speed(self) -> float:
        """Board seconds a second; 0 with a stepped clock."""
        return float(self.state()["speed"])

    @property
    def time(self) -> float:
        """Board seconds since the virtual board was made."""
        return float(self.state()["time"])

    def advance(self, ms: float) -> float:
        """Let ms pass on a stepped clock; return when they have passed, with the board time."""
        self.advanced = float(self.ask("advance", ms=ms)["time"])
        return self.advanced

    def hard_reset(self) -> None:
        """Press the reset button: the port goes, and comes back after half a second."""
        self.ask("hard_reset")

    def unplug(self) -> None:
        self.ask("unplug")

    def plug(self) -> None:
        self.ask("plug")

    def set(self, name: str, value: Any) -> None:
        """Change a setting of the hardware, such as set("imu_address", 0x6B)."""
        self.ask("set", name=name, value=value)

    # Faults, all at a counted operation, byte or board time

    def cut_power_at(self, operation: int, torn: int = 100) -> None:
        """Let power go in the operation-th erase or program of the flash from now (1: the next).

        torn: percent of that operation that happen, 0, 50 or 100. plug() brings the board back.
        """
        self.ask("cut_power_at", operation=operation, torn=torn)

    def log_flash(self) -> None:
        """Begin a log of all erases and programs; flash_log() reads it."""
        self._log = self.ask("log_flash")

    def flash_log(self) -> FlashLog:
        """What happened to the flash since log_flash()."""
        return FlashLog.read(Path(self._log["path"]), self._log["size"])

    @property
    def flash_log_path(self) -> Path:
        """Where the log is, as long as the board runs."""
        return Path(self._log["path"])

    def unplug_after(self, count: int, direction: str = "to_host") -> None:
        """Pull the cable when count more bytes have gone to_host or come from_host."""
        self.ask("unplug_after", count=count, direction=direction)

    def noise(
        self, data: bytes, after: int = 0, lose: int = 0, direction: str = "to_host"
    ) -> None:
        """When `after` more bytes have passed to_host or from_host, lose some, and put in data.

        Without after, data go to the host at once, or come before the host's next byte.
        """
        self.ask("noise", data=data.hex(), after=after, lose=lose, direction=direction)

    def stale(self, data: bytes) -> None:
        """Let a host find these bytes (the last 256) when it opens the port, cut anywhere."""
        self.ask("stale", data=data.hex())

    def stall(self, ms: float) -> None:
        """Let the host read nothing for ms of board time, though it has the port open."""
        self.ask("stall", ms=ms)

    def state(self) -> dict[str, Any]:
        """Everything that can be seen: time, led, pixels, waiting, counters, log."""
        return self.ask("state")

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Send one command of tinyspark.virtual.controls; return its answer."""
        return self._channel.ask({"command": command} | arguments)

    def _start(self, options: Options) -> subprocess.Popen[bytes]:
        with open(self._folder / LOG_NAME, "wb") as log:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tinyspark.virtual",
                    str(self._folder),
                    json.dumps(options.as_dict()),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        self._process = process
        assert process.stdout is not None
        said = _first_words(process.stdout.fileno())
        if not said.startswith("ready"):
            trace = (self._folder / LOG_NAME).read_text(errors="replace").strip()
            why = said.removeprefix("error ").strip() or trace or "It said nothing."
            raise UserError(f"The virtual board did not start. {why}")
        return process


def _first_words(fd: int) -> str:
    """What the supervisor says until it is ready, or until it ends or takes too long."""
    said = b""
    deadline = time.monotonic() + _START_TIMEOUT
    while not said.startswith(b"ready"):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([fd], [], [], left)[0]:
            break
        data = os.read(fd, 4096)
        if not data:
            break
        said += data
    return said.decode()


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close its stdin, which ends it; kill it when it does not."""
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
    try:
        process.wait(_END_TIMEOUT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _check_system() -> None:
    if importlib.util.find_spec("termios") is None:
        raise UserError(
            "The virtual board needs the pseudo-terminals of Linux or macOS, which this system"
            " does not have.\nUse a real board with --port, or WSL on Windows."
        )
