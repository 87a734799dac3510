"""The APDS-9930 proximity sensor.

Knows registers (Avago data sheet AV02-3190EN); the bus is passed in. Values are counts from 0 to
1023, not millimetres: full within a few cm, flat beyond about 12 cm. A bus error is an OSError.
"""

ADDRESS = 0x39
ID_VALUE = 0x39

_COMMAND = 0x80
_AUTO_INCREMENT = 0xA0
_ENABLE = _COMMAND | 0x00
_PTIME = _COMMAND | 0x02
_PPULSE = _COMMAND | 0x0E
_CONTROL = _COMMAND | 0x0F
_ID = _COMMAND | 0x12
_STATUS = _COMMAND | 0x13
_PDATA = _AUTO_INCREMENT | 0x18

_OFF = 0x00
_PROXIMITY_ON = 0x05
_SETTINGS = (
    (_ENABLE, _OFF),
    (_PTIME, 0xFF),
    (_PPULSE, 8),  # the reset value 0 gives no light
    (_CONTROL, 0x28),  # 100 mA, diode channel 1, gain 4
    (_ENABLE, _PROXIMITY_ON),
)
_PSAT = 0x40
_PVALID = 0x02


class APDS9930:
    """One sensor. `saturated` tells whether the last value met too much other light."""

    def __init__(self, bus):
        self._bus = bus
        self._byte = bytearray(1)
        self._pair = bytearray(2)
        self.address = ADDRESS
        self.saturated = False

    def find(self):
        """Return whether the chip is there."""
        try:
            return self._read(_ID) == ID_VALUE
        except OSError:
            return False

    def configure(self):
        """Start measuring; the first value is there about 12 ms later."""
        for register, value in _SETTINGS:
            self._byte[0] = value
            self._bus.writeto_mem(self.address, register, self._byte)

    def check(self):
        """Return whether the sensor is still switched on: a brown-out turns it off silently."""
        return self._read(_ENABLE) == _PROXIMITY_ON

    def read(self):
        """Return the proximity in counts (0..1023), or None while there is no value yet."""
        status = self._read(_STATUS)
        if not status & _PVALID:
            return None
        self.saturated = bool(status & _PSAT)
        self._bus.readfrom_mem_into(self.address, _PDATA, self._pair)
        return (self._pair[0] | self._pair[1] << 8) & 0x3FF

    def _read(self, register):
        self._bus.readfrom_mem_into(self.address, register, self._byte)
        return self._byte[0]
