"""What is wrong with a board that answers, and what to do: a line each, pure of any port.

What keeps a board from answering at all, greeting.py and serial_link.py say.
"""

from gesturekit.messages import Message
from tinyspark.board import flash_room, sensor_trouble
from tinyspark.board.identity import Hello

_SMALL_HEAP = 1_000_000  # bytes; without the PSRAM a board has about 200,000, with it 8,300,000


def problems(said: Hello, status: Message) -> list[str]:
    """Return what the hello and the status of a board tell of trouble."""
    found = [said.trouble] if said.trouble else []
    found += sensor_trouble.problems(said, status)
    free = status.fields.heap_free
    if free < _SMALL_HEAP:
        found.append(
            f"its MicroPython leaves the PSRAM unused, {free} bytes are free: large models and"
            " long takes need the variant SPIRAM_OCT (tinyspark install --help)"
        )
    if status.fields.flash_free < flash_room.LITTLE:
        found.append(flash_room.nearly_full(status.fields.flash_free, status.fields.takes))
    if said.model_state == "on trial":
        found.append(
            "the model is on trial: deploy it once more if its deploy was cut off; one that"
            " Button 2 took at the start passes when it has run for 10 s"
        )
    return found
