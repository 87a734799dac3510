"""Measure what a frame costs the board's interpreter: instructions under valgrind's callgrind.

usage: python tools/measure_frames.py

Instructions are those of this computer's MicroPython, an empty call taken off.
"""

import sys

import micropython_meter as meter
from tinyspark.virtual import micropython

MANY = 5000
PROGRAM = """
import sys
sys.path[:] = {path!r}
from array import array
from gesturekit import framing, messages
from gesturekit.framing import TO_HOST, encode, write_line
from link import Link
from outbox import Outbox
class Port:
    def write(self, data, count):
        pass
    def ticks_ms(self):
        return 0
    def ticks_diff(self, later, earlier):
        return later - earlier
values = array("h", range(48))
payload = bytearray(200)
line = bytearray(framing.MAX_LINE[TO_HOST])
link = Link(Port())
outbox = Outbox(link)
index = 0
def one():
    global index
    outbox.push(values, 0, index)
    index += 1
def eight():
    for _ in range(8):
        one()
def eight_sent():
    eight()
    outbox.send()
    outbox.forget()
def again():
    outbox.again(link.seq, 1)
def encoded():
    encode(TO_HOST, messages.encode("samples", 1, 0, 70000, 0, values))
def line_of_18():
    write_line(payload, 0, 18, line)
def line_of_108():
    write_line(payload, 0, 108, line)
def nothing():
    pass
eight_sent()
for _ in range({count}):
    {action}()
"""
ROWS = {
    "line of 18 bytes": ("line_of_18", "nothing"),
    "line of 108 bytes (8 samples)": ("line_of_108", "nothing"),
    "8 samples put into the ring": ("eight", "nothing"),
    "the ring's frame of 8, to the port": ("eight_sent", "eight"),
    "a kept frame of 8, sent again": ("again", "nothing"),
    "the same by messages.encode()": ("encoded", "nothing"),
}


def main() -> None:
    """Print the instructions of every row."""
    if not meter.can_count():
        sys.exit("valgrind is missing.")
    counted = {name: count(name) for pair in ROWS.values() for name in pair}
    for title, (action, less) in ROWS.items():
        print(f"{title:38}{counted[action] - counted[less]:12,.0f} instructions")


def count(action: str) -> float:
    return meter.instructions(lambda number: command(action, number), MANY)


def command(action: str, number: int) -> list[str]:
    path = ["", ".frozen", str(meter.ROOT / "shared"), str(meter.ROOT / "firmware")]
    program = PROGRAM.format(path=path, count=number, action=action)
    return micropython.command("-X", "heapsize=4M", "-c", program)


if __name__ == "__main__":
    main()
