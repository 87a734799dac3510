"""The wire to the supervisor: one request out, one whole reply back, no heap used.

A Ctrl-C can strike while a reply is awaited. So the reply's size is owed before the request goes
out, and what is still owed is read away before the next request. Ctrl-C is raised only at jumps
and in interrupted system calls (board_process.py sees to that): the lines from `_owed =` to
`_owed = 0` have no jump, and only the first read can block.
"""

import struct
import sys

import ops

_request = bytearray(ops.HEADER_SIZE)
_status = bytearray(ops.STATUS_SIZE)
_junk = bytearray(64)
_nothing = bytearray(0)
_files = [None, None]
_owed = 0


def connect(read_fd, write_fd):
    _files[0] = open("/dev/fd/%d" % read_fd, "rb")
    _files[1] = open("/dev/fd/%d" % write_fd, "wb")


def ask(operation, argument=0, value=0, out=_nothing, into=_nothing):
    """Send a request with the bytes of out, fill into, return the status; OSError if negative."""
    global _owed
    while _owed:
        _owed -= _read_away(_owed)
    size = len(into)
    struct.pack_into(ops.HEADER, _request, 0, operation, argument, len(out), value, size)
    source, target = _files
    _owed = ops.STATUS_SIZE + size
    target.write(_request)
    target.write(out)
    got = source.readinto(_status)
    source.readinto(into)
    _owed = 0
    if got != ops.STATUS_SIZE:  # the supervisor is gone
        sys.exit(2)
    if _status[3] & 0x80:  # negative
        raise OSError(-struct.unpack("<i", _status)[0])
    return _number(_status)


def power_cut():
    """Ask for the end of this process, and let nothing more happen until it comes."""
    while True:
        try:
            ask(ops.POWER_CUT)
        except KeyboardInterrupt:
            pass


def _read_away(owed):
    return _files[0].readinto(_junk, min(owed, len(_junk)))


def _number(data):
    """Without struct.unpack, whose tuple takes heap."""
    return data[0] | data[1] << 8 | data[2] << 16 | data[3] << 24
