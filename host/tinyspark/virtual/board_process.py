"""Runs MicroPython in this process, as a board's. Arguments: where it lies, the signal for
Ctrl-C, then its own.

On SIGINT this port of MicroPython leaps out of whatever C code is running, also out of the heap
or the filesystem in mid-change. A board raises Ctrl-C between two bytecodes, and so does this
process: the signal's handler is the very function that a board's serial driver calls.
"""

import ctypes
import sys

_PR_SET_PDEATHSIG, _SIGKILL = 1, 9


def main() -> int:
    sys.path.append(sys.argv[1])
    import micropython_run  # type: ignore[import-not-found]

    libc = ctypes.CDLL(None)
    chip = ctypes.CDLL(micropython_run.__file__)
    number = int(sys.argv[2])
    handler = ctypes.cast(chip.mp_sched_keyboard_interrupt, ctypes.c_void_p)
    libc.signal(number, handler)
    libc.siginterrupt(number, 1)  # a waiting system call ends, and Ctrl-C is looked at
    if sys.platform == "linux":
        libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)  # no board without its supervisor
    return int(micropython_run.run_main(["micropython", *sys.argv[3:]]))


if __name__ == "__main__":
    sys.exit(main())
