"""The command on a computer that has one more port: that of a virtual board.

usage: python with_board.py PORT COMMAND...
"""

import sys

from tinyspark import cli
from tinyspark.board import serial_link
from tinyspark.board.serial_link import MICROPYTHON, PortInfo

if __name__ == "__main__":
    plugged_in = [PortInfo(sys.argv.pop(1), MICROPYTHON, "board")]
    serial_link.list_boards = lambda: plugged_in
    sys.exit(cli.main())
