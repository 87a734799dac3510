"""What the board does while a page shows its samples: an activity for the seat."""

from dataclasses import dataclass

from tinyspark.board.device import Device
from tinyspark.board.sitting import settings_of
from tinyspark.studio.turn import Turn


@dataclass(frozen=True)
class Showing:
    """Writes all samples of a sensor to the tape."""

    sensor: str

    def __call__(self, device: Device, turn: Turn) -> None:
        said = device.identity
        assert said is not None  # the seat has greeted it
        turn.tape.begin(settings_of(said, self.sensor))
        device.stream(self.sensor)
        for message in turn.messages(device):
            turn.tape.hear(message)
