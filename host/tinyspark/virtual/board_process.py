"""Runs MicroPython in this process, as a board's: argv[1] is where it lies, then its arguments.

On SIGINT this port of MicroPython leaps out of whatever C code is running, also out of the heap
or the filesystem in mid-change. A board raises Ctrl-C between two bytecodes, and so does this
process on SIGUSR2: its handler is the very function that a board's serial driver calls.
"""

import ctypes
import sys
from _signal import SIGKILL, SIGUSR2

_PR_SET_PDEATHSIG = 1


def main() -> int:
    sys.path.append(sys.argv[1])
    import micropython_run

    libc = ctypes.CDLL(None)
    chip = ctypes.CDLL(micropython_run.__file__)
    handler = ctypes.cast(chip.mp_sched_keyboard_interrupt, ctypes.c_void_p)
    libc.signal(SIGUSR2, handler)
    libc.siginterrupt(SIGUSR2, 1)  # a waiting system call ends, and Ctrl-C is looked at
    if sys.platform == "linux":
        libc.prctl(_PR_SET_PDEATHSIG, SIGKILL)  # no board without its supervisor
    return int(micropython_run.run_main(["micropython", *sys.argv[2:]]))


if __name__ == "__main__":
    sys.exit(main())
