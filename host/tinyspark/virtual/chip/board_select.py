"""The board's `select`: polling stdin takes board time."""

import select as _real

import board_time
import ops
import wire

POLLIN = _real.POLLIN
POLLOUT = _real.POLLOUT
POLLERR = _real.POLLERR
POLLHUP = _real.POLLHUP


class poll:  # noqa: N801 - the name is MicroPython's
    def __init__(self):
        self._real = _real.poll()
        self.register = self._real.register
        self.unregister = self._real.unregister
        self.modify = self._real.modify

    def poll(self, timeout=-1):
        return self._real.poll(_wait(timeout))

    def ipoll(self, timeout=-1, flags=0):
        return self._real.ipoll(_wait(timeout), flags)


def _wait(timeout):
    """Wait in board time if that cannot be left to the real poll; return what is left for it."""
    if not board_time.stepped:
        return timeout if timeout <= 0 else board_time.real_ms(timeout)
    wire.ask(ops.WAIT_INPUT, 0, ops.FOREVER if timeout < 0 else timeout * 1000)
    return 0
