"""What the board does while a page shows its samples: a lasting activity for the seat."""

from tinyspark.board.device import Device
from tinyspark.board.sitting import settings_of
from tinyspark.studio.seat import Activity, Turn

LOOK = 0.05  # seconds between two looks at whether it is over


def samples_of(sensor: str) -> Activity:
    """Return the activity that writes all samples of a sensor to the tape."""

    def show(device: Device, turn: Turn) -> None:
        said = device.identity
        assert said is not None  # the seat has greeted it
        turn.tape.begin(settings_of(said, sensor))
        device.stream(sensor)
        while not turn.over:
            for message in device.messages(LOOK):
                turn.tape.hear(message)
        device.rest()

    return show
