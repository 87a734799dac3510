"""The board's `neopixel`: colors go to the supervisor, where the control channel shows them."""

import ops
import wire

_ORDER = (1, 0, 2)  # green, red, blue, as the pixels take them


class NeoPixel:
    def __init__(self, pin, n, bpp=3, timing=1):
        if bpp != 3:
            raise ValueError("the board's pixels have three colors")
        self.pin = pin
        self.n = n
        self.bpp = bpp
        self.buf = bytearray(n * bpp)
        pin.init(pin.OUT)

    def __len__(self):
        return self.n

    def __setitem__(self, index, color):
        at = self._at(index)
        for part in range(3):
            self.buf[at + _ORDER[part]] = color[part]

    def __getitem__(self, index):
        at = self._at(index)
        return tuple(self.buf[at + _ORDER[part]] for part in range(3))

    def fill(self, color):
        for index in range(self.n):
            self[index] = color

    def write(self):
        wire.ask(ops.PIXELS, self.pin.number, 0, self.buf)

    def _at(self, index):
        if index < 0:
            index += self.n
        if not 0 <= index < self.n:
            raise IndexError("no such pixel")
        return index * 3
