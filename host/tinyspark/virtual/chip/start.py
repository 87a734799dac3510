"""From power to prompt: put the board's modules in place, mount the volume, run boot and main.

Runs as the script before MicroPython's own REPL; its globals are the REPL's, so it leaves only
what a board would have there. argv[1] is the supervisor's configuration as JSON.
"""

import sys


def _prepare(config):
    import os

    import board_select
    import board_time
    import machine
    import neopixel
    import vfs
    import wire
    from flash import WatchedFlash

    wire.connect(*config["wire"])
    board_time.setup(config["clock"])
    device = WatchedFlash(*config["flash"])
    vfs.umount("/")
    try:
        vfs.mount(vfs.VfsLfs2(device), "/")
        os.chdir("/")
    except OSError:
        print("The filesystem appears to be corrupted.")
    sys.modules.clear()
    sys.modules["time"] = sys.modules["utime"] = board_time
    sys.modules["select"] = board_select
    sys.modules["machine"] = machine
    sys.modules["neopixel"] = neopixel
    sys.path[:] = ["", ".frozen", "/lib"]
    sys.argv[:] = []
    sys.atexit(_close_files)
    return wire.ask


def _close_files():
    """A soft reset closes open files, as the board's collector does; a power cut does not."""
    import gc

    modules = sys.modules
    globals().clear()
    modules.clear()
    gc.collect()


def _report(error):
    """Print the traceback without this file's own lines."""
    import io

    text = io.StringIO()
    sys.print_exception(error, text)
    for line in text.getvalue().split("\n")[:-1]:
        if "/start.py" not in line:
            print(line)


def _run(name, ask):
    """Run a file of the volume as the board does: in the REPL's globals."""
    try:
        with open(name) as file:
            source = file.read()
    except OSError:
        return
    try:
        exec(compile(source, name, "exec"), globals())
    except SystemExit:
        ask(1, 2)  # ops.STAGE, ops.EXIT: the supervisor turns it into a soft reset
    except BaseException as error:
        _report(error)


def _start():
    import json

    config = json.loads(sys.argv[1])
    ask = _prepare(config)
    _run("boot.py", ask)
    ask(1, 1)  # ops.STAGE, ops.BOOTED
    if config["main"]:
        _run("main.py", ask)


_start()
