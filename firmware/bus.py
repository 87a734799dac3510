"""The I2C bus that both sensors share: is it stuck, and how it gets free again.

A sensor that lost a clock may hold the data line down for ever. Clocks let it finish; if they do
not help, its power is switched off and on. Both are bounded: the first takes a millisecond, the
second a tenth of a second and is tried only once in a while. Knows no register and no sensor.
"""

POWER_EVERY = 20  # attempts from one power cycle to the next: about ten seconds


class Bus:
    """sensors: to be told when they have lost power; recovered: how often a stuck bus got free."""

    def __init__(self, board):
        self._board = board
        self._attempts = 0  # since a sensor last was well
        self.sensors = []
        self.recovered = 0

    def ready(self, now):
        """Return whether the bus can be used, after an attempt to free it if it is stuck."""
        board = self._board
        if board.bus_is_free():
            return True
        board.free_bus()
        if not board.bus_is_free() and self._attempts % POWER_EVERY == 0:
            board.cycle_sensor_power()
            for sensor in self.sensors:
                sensor.power_lost(now)
        self._attempts += 1
        free = board.bus_is_free()
        self.recovered += free
        return free

    def well(self):
        """A sensor works: what was tried before is over."""
        self._attempts = 0
