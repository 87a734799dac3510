"""Inside MicroPython: reading the samples of a hop, run so often that an outer meter sees it.

usage: reading.py reading|transfers HOPS

The sensor's FIFO is as empty as it is on a board that looks every 10 ms. `transfers` are what the
bus alone costs here, which is not what it costs on a board.
"""

import sys

from imu import Imu

POLLS = 25  # of a hop of 0.25 s, which has 26 samples
STATUS, DATA, SAMPLE = 0x3A, 0x3E, 12


class Bus:
    """An IMU that always has a sample, each another one; registers read as they were written."""

    def __init__(self):
        self._registers = bytearray(256)
        self._registers[0x0F] = 0x6A
        self._count = 0
        self.words = 6

    def readfrom_mem_into(self, address, register, buffer):
        if register == STATUS:
            buffer[0] = self.words
        elif register == DATA:
            self._count = self._count + 1 & 0xFF
            buffer[6] = buffer[len(buffer) - 6] = self._count
        else:
            for at in range(len(buffer)):
                buffer[at] = self._registers[register + at]

    def writeto_mem(self, address, register, data):
        self._registers[register] = data[0] & 0xFE if register == 0x12 else data[0]


class Board:
    """The clock of a board, and that bus."""

    def __init__(self):
        self.i2c = Bus()
        self.ms = 0

    def ticks_ms(self):
        return self.ms

    def ticks_diff(self, later, earlier):
        return later - earlier

    def ticks_add(self, ticks, ms):
        return ticks + ms

    def bus_is_free(self):
        return True


class Ready:
    """A bus that never sticks."""

    def __init__(self):
        self.sensors = []

    def ready(self, now):
        return True

    def well(self):
        pass


def main(stage, hops):
    board = Board()
    imu = Imu(board, Ready())
    status, data = bytearray(4), memoryview(bytearray(2 * SAMPLE))
    bursts = (data[:SAMPLE], data)
    for _ in range(int(hops)):
        for poll in range(POLLS):
            board.ms += 10
            board.i2c.words = 6 if poll else 12
            if stage == "reading":
                imu.poll(board.ms)
            else:
                board.i2c.readfrom_mem_into(0, STATUS, status)
                board.i2c.readfrom_mem_into(0, DATA, bursts[not poll])


main(*sys.argv[1:])
