"""What the control channel can do to a virtual board: play, press, look, reset, pull the cable.

Each do_* method is a command; its arguments are checked here, since they come from outside.
"""

from collections.abc import Callable
from typing import Any, Protocol

from gesturekit.sample import PROXIMITY_MAX, RECORDABLE
from tinyspark.errors import UserError
from tinyspark.virtual import faults, scenes
from tinyspark.virtual.clock import SteppedClock, microseconds
from tinyspark.virtual.control_socket import Answer, Reply
from tinyspark.virtual.hardware import BUTTONS, Hardware
from tinyspark.virtual.options import check_imu_address
from tinyspark.virtual.sensor_faults import SensorFaults

_TAP_MS = 100


class Board(faults.Board, Protocol):
    """What the commands need of the supervisor."""

    hardware: Hardware

    def report(self) -> Answer: ...
    def hard_reset(self) -> None: ...
    def unplug(self) -> None: ...
    def plug(self) -> None: ...
    def advance(self, us: int, done: Callable[[], None]) -> None: ...
    def try_command(self, command: Answer) -> None: ...


class Controls(SensorFaults):
    """Commands by name."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._hardware = board.hardware
        self._clock = board.clock
        self._faults = faults.Faults(board)

    def handle(self, command: Answer, reply: Reply) -> None:
        """Run one command; the answer goes to reply, at once or when it is done."""
        name = command.pop("command", None)
        method = getattr(self, f"do_{name}", None) or getattr(self._faults, f"do_{name}", None)
        if method is None:
            raise UserError(f"The virtual board has no command {name!r}.\nSee Controls.")
        if name == "advance":
            method(reply, **command)
        else:
            reply(method(**command) or {})

    def do_play(self, sensor: str, samples: list[Any], **options: Any) -> Answer:
        """Queue samples: counts and spacing_ms for proximity alone, rows and rate else."""
        if sensor not in RECORDABLE:
            choice = ", ".join(RECORDABLE)
            raise UserError(f"There is no sensor {sensor!r} to play to.\nChoose one of {choice}.")
        if sensor == scenes.PROXIMITY:
            return {"seconds": self._play_proximity(samples, **options)}
        return {"seconds": self._play_rows(sensor, samples, **options)}

    def do_rest(self, row: list[int]) -> None:
        """What the sensors feel between recordings: ax ay az [gx gy gz [proximity]] in counts."""
        whole = scenes.motion_rows([row], sensor=scenes.BOTH)[0]
        now = self._clock.now()
        self._hardware.imu.update(now)
        self._hardware.motion.rest(whole[: scenes.SIX])
        if len(row) == len(whole):
            self._hardware.apds.update(now)
            self._hardware.proximity.rest(whole[-1])

    def do_clear(self) -> None:
        """Forget what is queued."""
        self._hardware.motion.clear()
        self._hardware.proximity.clear()

    def do_press(self, button: int) -> None:
        self._hardware.pressed.add(_known_button(button))

    def do_release(self, button: int) -> None:
        self._hardware.pressed.discard(_known_button(button))

    def do_tap(self, button: int, ms: float = _TAP_MS) -> None:
        self.do_press(button)
        self._later(ms, {"command": "release", "button": button})

    def do_scene(self, steps: list[Any]) -> None:
        """steps: [[ms from now, command], ...], run in board time."""
        for ms, command in steps:
            if not isinstance(command, dict) or command.get("command") in ("advance", "scene"):
                raise UserError("A scene is a list of [ms, command].\nSee VirtualBoard.scene.")
            self._later(ms, command)

    def do_state(self) -> Answer:
        now = self._clock.now()
        self._hardware.imu.update(now)
        self._hardware.apds.update(now)
        self._hardware.proximity.at(now)
        return {
            "time": now / 1e6,
            "led": self._hardware.led,
            "pixels": self._hardware.pixels,
            "pressed": sorted(self._hardware.pressed),
            "imu_address": self._hardware.imu_address,
            "waiting": {
                "imu": self._hardware.motion.waiting,
                "proximity": self._hardware.proximity.waiting,
            },
            **self._board.report(),
        }

    def do_set(self, name: str, value: Any) -> None:
        if name != "imu_address":
            raise UserError(f"The virtual board has no setting {name!r}.\nIt has imu_address.")
        self._hardware.imu_address = check_imu_address(value)

    def do_advance(self, reply: Reply, ms: float) -> None:
        """Let ms of board time pass on a stepped clock; answers when they have passed."""
        if not isinstance(self._clock, SteppedClock):
            raise UserError("This board's clock runs by itself.\nMake one with stepped=True.")
        self._board.advance(microseconds(ms), lambda: reply({"time": self._clock.now() / 1e6}))

    def do_hard_reset(self) -> None:
        self._board.hard_reset()

    def do_unplug(self) -> None:
        self._board.unplug()

    def do_plug(self) -> None:
        self._board.plug()

    def _later(self, ms: float, command: Answer) -> None:
        when = self._clock.now() + microseconds(ms)
        self._clock.call_at(when, lambda: self._board.try_command(dict(command)))

    def _play_rows(
        self, sensor: str, samples: list[Any], rate: float = 104, axes: list[str] | None = None
    ) -> float:
        if not 1 <= rate <= 6664:
            raise UserError(f"{rate} samples per second cannot be played.\nChoose 1 to 6664.")
        rows = scenes.motion_rows(samples, axes, sensor)
        now = self._clock.now()
        self._hardware.imu.update(now)
        seconds = self._hardware.motion.play([row[: scenes.SIX] for row in rows], rate)
        if sensor == scenes.BOTH:
            near, after = [row[-1] for row in rows], scenes.settled(rows[-scenes.LAST_ROWS :])
            self._hardware.apds.update(now)
            self._hardware.proximity.play(near, 1e6 / rate, now, after[-1])
        return float(seconds)

    def _play_proximity(
        self, samples: list[Any], spacing_ms: float = 250, delay_ms: float = 0
    ) -> float:
        values = scenes.counts(samples, 0, PROXIMITY_MAX)
        now = self._clock.now()
        start = now + microseconds(delay_ms)
        self._hardware.apds.update(now)
        seconds = self._hardware.proximity.play(values, microseconds(spacing_ms), start)
        return float(seconds) + delay_ms / 1000


def _known_button(button: int) -> int:
    if button not in BUTTONS:
        raise UserError(f"The board has no button {button!r}.\nIt has 1 and 2.")
    return button
