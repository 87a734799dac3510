"""A mode that keeps what it is given, for tests of what the sensors hand out; and its scene."""

from fakes import FakeBoard, no_slots, run

from app import App
from modes import IMU, Mode

_NEAR = 8  # samples within which a gap's size is known, by the time it took


def counted(n):
    """A scene in which each sample tells its number."""
    return [n % 32768, n // 32768, 0, 0, 0, 0]


class Ear(Mode):
    """numbers: of each sample in a counted() scene; newest: the last of them; first, end: index of
    the first, after the last one; heard: how many; lost: how many were not; gaps: how many began.
    """

    def __init__(self, app, sensor=IMU, keep=True):
        super().__init__(app)
        self.sensor = sensor
        self.numbers = []
        self.first = self.end = self.newest = None
        self.heard = self.lost = self.gaps = 0
        self._keep = keep
        self._then = 0  # ms when the newest sample came

    def new_samples(self, source, count):
        self.lost += source.lost
        if source.first != self.end:
            self._take_gap(source.first)
        for at in range(count):
            row = source.samples[source.width * at : source.width * at + 2]
            self.newest = row[0] + 32768 * row[1]
            if self._keep:
                self.numbers.append(self.newest)
        self.end = source.first + count
        self.heard += count
        self._then = self.app.board.ms

    def gap(self):
        self.gaps += 1

    def _take_gap(self, index):
        """A gap is as long as it took."""
        if self.end is None:
            self.first = index
            return
        passed = (self.app.board.ms - self._then) * 104 // 1000
        assert index > self.end and abs(index - self.end - passed) <= max(_NEAR, passed // 50)


def listening(board=None, keep=True):
    """Return an app on a fake board, and the Ear that is its mode."""
    board = board or FakeBoard()
    board.imu.scene = counted
    app = App(board, no_slots())
    ear = Ear(app, keep=keep)
    app.enter(ear)
    run(app, 200)
    return app, ear


def check(ear):
    """Every sample came or is counted as lost, and none came twice or after a later one."""
    assert ear.end - ear.first == ear.heard + ear.lost
    assert ear.numbers == sorted(set(ear.numbers))
