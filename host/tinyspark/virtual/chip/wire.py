"""The wire to the supervisor: one request out, one whole reply back, no heap used.

MicroPython raises Ctrl-C at any instant, also while a reply is awaited. So the reply's size is
owed before the request goes out, and what is still owed is read away before the next request;
what does not come soon was never asked for, or has been read. A request with its data is one
write, so that it is never sent by half.
"""

import select
import struct
import sys

import ops

_SMALL = 64  # bytes of data that go out in one write with their header
_LATE_MS = 300  # a reply takes well under one; a busy computer may take its time
_request = bytearray(ops.HEADER_SIZE + _SMALL)
_requests = [memoryview(_request)[: ops.HEADER_SIZE + count] for count in range(_SMALL + 1)]
_status = bytearray(ops.STATUS_SIZE)
_junk = bytearray(1)
_replies = select.poll()
_nothing = bytearray(0)
_files = [None, None]
_owed = 0


def connect(read_fd, write_fd):
    _files[0] = open("/dev/fd/%d" % read_fd, "rb")
    _files[1] = open("/dev/fd/%d" % write_fd, "wb")
    _replies.register(_files[0], select.POLLIN)


def ask(operation, argument=0, value=0, out=_nothing, into=_nothing):
    """Send a request with the bytes of out, fill into, return the status; OSError if negative."""
    global _owed
    if _owed:
        _read_away()
    size = len(into)
    count = len(out)
    struct.pack_into(ops.HEADER, _request, 0, operation, argument, count, value, size)
    small = count if count <= _SMALL else 0
    for at in range(small):
        _request[ops.HEADER_SIZE + at] = out[at]
    source, target = _files
    _owed = ops.STATUS_SIZE + size
    target.write(_requests[small])
    if count > small:
        target.write(out)
    got = source.readinto(_status)
    source.readinto(into)
    _owed = 0
    if got != ops.STATUS_SIZE:  # the supervisor is gone
        sys.exit(2)
    if _status[3] & 0x80:  # negative
        raise OSError(-struct.unpack("<i", _status)[0])
    return _number(_status)


def _read_away():
    """Read what an interrupted request left, byte by byte, since some may have been read."""
    global _owed
    while _owed and _replies.poll(_LATE_MS):
        _owed -= _files[0].readinto(_junk) or _owed
    _owed = 0


def _number(data):
    """Without struct.unpack, whose tuple takes heap."""
    return data[0] | data[1] << 8 | data[2] << 16 | data[3] << 24
