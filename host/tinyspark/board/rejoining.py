"""From a lost link back to the same board: plugged in again, or back from a reset.

Knows how long to wait, where a board comes back (its USB serial number finds it at another port,
too) and how to tell it from another one. Whoever calls it says what happens to work under way.
"""

import time
from collections.abc import Callable

from tinyspark.board.device import Device
from tinyspark.board.greeting import Tell, greet
from tinyspark.board.identity import Hello
from tinyspark.board.link import Link, LinkError, LinkLostError
from tinyspark.board.serial_link import SerialLink, list_boards

WAIT = 60.0  # seconds in which somebody finds the cable
_LOOK_EVERY = 0.2
_LASTING = ("machine", "rate", "accel_range", "gyro_range", "max_take")  # outlive a restart


class Home:
    """Where the board of a device, which has said hello, is found again.

    wait: seconds that it may stay away, if not WAIT. open_link: what opens a port, if not
    SerialLink.
    """

    def __init__(
        self,
        device: Device,
        wait: float | None = None,
        open_link: Callable[[str], Link] | None = None,
    ) -> None:
        assert device.identity is not None
        self._wait = WAIT if wait is None else wait
        self._open_link = open_link
        self._port = device.link.port
        serials = {info.port: info.serial for info in list_boards()}
        self._serial = serials.get(self._port)
        self._board = device.identity

    def rejoin(self, device: Device, tell: Tell) -> None:
        """Wait until the board answers again; device then goes on with it.

        LinkError when it stays away too long, or when something else is there.
        """
        said = self._await(device, tell)
        if any(getattr(said, name) != getattr(self._board, name) for name in _LASTING):
            raise LinkError(
                f"Another board is on {device.link.port} now: {said.machine}.\n"
                "Plug the first one in again and repeat the command."
            )
        restarted = said.boot != self._board.boot
        self._board = said
        device.stop()  # a board that ran on still does what it was asked for
        tell("The board is back" + (", restarted." if restarted else "."))

    def _await(self, device: Device, tell: Tell) -> Hello:
        until = time.monotonic() + self._wait
        device.close()  # it may be a reset board on a port that never went
        while True:
            try:
                device.relink(self._open())
                return greet(device, tell)
            except LinkLostError:
                if time.monotonic() >= until:
                    raise LinkLostError(
                        f"The board on {self._port} did not come back within {self._wait:g} s.\n"
                        "Plug it in again and repeat the command."
                    ) from None
            time.sleep(_LOOK_EVERY)

    def _open(self) -> Link:
        """Open the port where the board is now; LinkLostError as long as that fails."""
        same = (
            info.port for info in list_boards() if self._serial and info.serial == self._serial
        )
        try:
            return (self._open_link or SerialLink)(next(same, self._port))
        except LinkError as error:
            raise LinkLostError(str(error)) from None
