"""How a virtual board is made: the options that client and supervisor share."""

from dataclasses import asdict, dataclass
from pathlib import Path

from tinyspark.errors import UserError

PORT_NAME = "ttyTinySpark0"  # a name that serial programs take for a port
CONTROL_NAME = "control"
LOG_NAME = "log"
VOLUME_NAME = "volume"
IMU_ADDRESSES = (0x6A, 0x6B)
_MAX_SPEED = 100
_LEAST_HEAP_KB = 64


@dataclass(frozen=True)
class Options:
    """speed: board seconds a second; stepped: time moves only when told; volume: a file to keep
    the flash in (None: a fresh one); firmware: whether a fresh volume holds ours; ticks_ms: what
    the board's ticks begin with at every reset, of a stepped board (they wrap at 2**30);
    heap_kb: what MicroPython has (its objects are twice as large here as on a board)."""

    speed: float = 1.0
    stepped: bool = False
    volume: str | None = None
    firmware: bool = True
    imu_address: int = IMU_ADDRESSES[0]
    ticks_ms: int = 0
    heap_kb: int = 8192

    def checked(self) -> "Options":
        """Return self; UserError names the option that cannot be."""
        if not 0.01 <= self.speed <= _MAX_SPEED:
            raise UserError(
                f"The speed {self.speed} is out of reach.\nChoose 0.01 to {_MAX_SPEED}."
            )
        check_imu_address(self.imu_address)
        if self.ticks_ms and not (self.stepped and 0 < self.ticks_ms < 1 << 30):
            raise UserError("Ticks begin below 2**30, on a board with a stepped clock.\nSay so.")
        if self.heap_kb < _LEAST_HEAP_KB:
            raise UserError(
                f"MicroPython does not start with {self.heap_kb} kB.\nGive it {_LEAST_HEAP_KB}."
            )
        if self.volume is not None and not Path(self.volume).absolute().parent.is_dir():
            raise UserError(f"The folder of {self.volume} is not there.\nMake it first.")
        return self

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def check_imu_address(address: object) -> int:
    if address not in IMU_ADDRESSES:
        raise UserError("The IMU answers at 0x6a or 0x6b.\nChoose one of them.")
    return int(str(address))
