"""Register model of the APDS-9930 proximity sensor, from its data sheet.

Gives counts only when it is driven as the chip wants it: power and proximity enabled, pulses set,
the diode chosen. Counts come from a scene. Not modelled: the light channels and the interrupt.
"""

from tinyspark.virtual.scenes import Proximity

ADDRESS = 0x39
ENABLE, ATIME, PTIME, WTIME = 0x00, 0x01, 0x02, 0x03
PPULSE, CONTROL, REVISION, ID, STATUS = 0x0E, 0x0F, 0x11, 0x12, 0x13
PDATAL, PDATAH = 0x18, 0x19
PON, PEN, WEN = 0x01, 0x04, 0x08
PVALID, PSAT = 0x02, 0x40
FULL_SCALE = 1023

_RESET_VALUES = {ATIME: 0xFF, PTIME: 0xFF, WTIME: 0xFF, REVISION: 0x01, ID: 0x39}
_READ_ONLY = range(REVISION, PDATAH + 1)
_AWAKE_US = 4_500
_FIRST_US = 12_000
_CYCLE_US = 8_333  # about 120 values a second
_STEP_US = 2_730  # of PTIME and WTIME
# The kit's counts are those of 100 mA, 8 pulses and gain 4.
_KIT_PULSES = 8
_GAINS = (1, 2, 4, 8)  # by PGAIN
_DRIVES = (8, 4, 2, 1)  # by PDRIVE: 100, 50, 25, 12.5 mA
_KIT_STRENGTH = _KIT_PULSES * 4 * 8


class Apds9930:
    """The chip on its bus: write() and read() are what follows its address in a transfer."""

    def __init__(self, scene: Proximity, now: int = 0) -> None:
        self._scene = scene
        self.power(True, now)

    def power(self, on: bool, now: int) -> None:
        self._powered = on
        self._awake_at = now + _AWAKE_US
        self._registers = bytearray(32)
        for register, value in _RESET_VALUES.items():
            self._registers[register] = value
        self._pointer = 0
        self._increments = False
        self._shadow = 0
        self._next_value: int | None = None  # when a measurement ends, None: it does not measure

    def awake(self, now: int) -> bool:
        return self._powered and now >= self._awake_at

    def write(self, data: bytes, now: int) -> None:
        """The first byte is a command: without its top bit it means nothing to the chip."""
        self.update(now)
        if not data[0] & 0x80 or data[0] & 0x60 == 0x60:
            return
        self._pointer = data[0] & 0x1F
        self._increments = bool(data[0] & 0x20)
        for value in data[1:]:
            self._store(self._pointer, value, now)
            self._advance()

    def read(self, count: int, now: int) -> bytes:
        self.update(now)
        out = bytearray()
        for _ in range(count):
            out.append(self._load(self._pointer))
            self._advance()
        return bytes(out)

    def update(self, now: int) -> None:
        """Finish the measurements that were due up to now; the newest counts."""
        if self._next_value is None or now < self._next_value:
            return
        cycle = self._cycle()
        ended = now - (now - self._next_value) % cycle
        self._next_value = ended + cycle
        count = self._measure(ended)
        self._registers[PDATAL : PDATAH + 1] = count.to_bytes(2, "little")
        self._registers[STATUS] = PVALID | (PSAT if count == FULL_SCALE else 0)

    def _measure(self, when: int) -> int:
        control, pulses = self._registers[CONTROL], self._registers[PPULSE]
        if control & 0x30 != 0x20:
            return 0
        strength = pulses * _GAINS[control >> 2 & 0x03] * _DRIVES[control >> 6]
        return min(FULL_SCALE, self._scene.at(when) * strength // _KIT_STRENGTH)

    def _cycle(self) -> int:
        steps = 0xFF - self._registers[PTIME]
        if self._registers[ENABLE] & WEN:
            steps += 0x100 - self._registers[WTIME]
        return _CYCLE_US + steps * _STEP_US

    def _advance(self) -> None:
        if self._increments:
            self._pointer = (self._pointer + 1) & 0x1F

    def _load(self, register: int) -> int:
        if register == PDATAL:
            self._shadow = self._registers[PDATAH]
        return self._shadow if register == PDATAH else self._registers[register]

    def _store(self, register: int, value: int, now: int) -> None:
        if register in _READ_ONLY:
            return
        self._registers[register] = value
        if register == ENABLE:
            self._enable(value & (PON | PEN) == PON | PEN, now)

    def _enable(self, on: bool, now: int) -> None:
        if not on:
            self._next_value = None
            self._registers[STATUS] = 0
        elif self._next_value is None:
            self._next_value = now + _FIRST_US
