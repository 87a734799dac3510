"""The requests on the wire between the board's MicroPython and the supervisor.

A request is HEADER (operation, argument, length of what follows, value, length of the wanted
reply) and that many bytes. A reply is a signed 32-bit status, negative for an error number, and
exactly the wanted number of bytes. Both interpreters read this file.
"""

HEADER = "<BBHII"
HEADER_SIZE = 12
STATUS_SIZE = 4
MAX_DATA = 4092  # a reply fits into PIPE_BUF, so that it arrives whole

STAGE = 1  # argument: one of the stages below
PIN_SETUP = 2  # argument: pin; value: mode | pull << 4 | level << 8 (level 2: leave it)
PIN_READ = 3
PIN_WRITE = 4  # argument: pin; value: level
I2C_SETUP = 5  # argument: bus; value: bits per second | time-out in ms << 20
# Argument: bus; value: address | bytes of the register number << 8 | register number << 16.
# The register number is written, then the data, then the wanted reply is read.
I2C = 6
PIXELS = 7  # argument: pin; data: green, red, blue per pixel
SLEEP = 8  # value: microseconds (the stepped clock only, as the next two)
WAIT_INPUT = 9  # value: microseconds or FOREVER; status 1: there is input
TICKS = 10  # reply: microseconds since the hard reset, 8 bytes
RTC_GET = 11  # reply: microseconds since 2000, 8 bytes
RTC_SET = 12  # data: microseconds since 2000, 8 bytes
RESET = 13  # never answered
RESET_CAUSE = 14
POWER_CUT = 15  # the flash is torn; never answered

BOOTED, EXIT = 1, 2  # boot.py has run; the program asks for a soft reset
FOREVER = 0xFFFFFFFF

PIN_IN, PIN_OUT, PIN_OPEN_DRAIN = 1, 3, 7
PULL_DOWN, PULL_UP = 1, 2
KEEP_LEVEL = 2

BUS_INTERNAL, BUS_QWIIC, BUS_NONE = 0, 1, 2

ENODEV, ETIMEDOUT = 19, 116  # as newlib on the board numbers them
EINTR = 4

PWRON_RESET, HARD_RESET, SOFT_RESET = 1, 2, 5

BLOCK = 4096  # bytes of the flash that are erased together
# A file between supervisor and flash: the number of the operation in which power goes, percent of
# it that happen, whether to log; the number of operations so far. Only the last is the chip's.
FLASH_ORDERS = "<IBBxxI"
COUNT_SIZE = 4
# Of the log: kind, block, offset, length of the data that follow.
LOG = "<HHHH"
LOG_SIZE = 8
PROGRAM, ERASE = 1, 2
