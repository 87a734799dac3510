"""The first look at a board's flash, in real MicroPython: littlefs will do, FAT is named."""

import importlib.util
import subprocess

import pytest

from tinyspark.board import board_scripts, mpremote
from tinyspark.virtual import micropython

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None, reason="no MicroPython for this computer"
)
MOUNT = """
import vfs
class Memory:
    def __init__(self, blocks):
        self.data = bytearray(512 * blocks)
    def readblocks(self, block, buffer, offset=0):
        at = block * 512 + offset
        buffer[:] = memoryview(self.data)[at:at + len(buffer)]
    def writeblocks(self, block, buffer, offset=0):
        at = block * 512 + offset
        self.data[at:at + len(buffer)] = buffer
    def ioctl(self, operation, argument):
        return {4: len(self.data) // 512, 5: 512}.get(operation, 0)
memory = Memory(512)
vfs.umount("/")
vfs.%(kind)s.mkfs(memory)
vfs.mount(vfs.%(kind)s(memory), "/")
"""


def run(kind: str, script: str) -> tuple[int, dict]:
    """Run a script on this file system; return the exit status and what was reported."""
    command = micropython.command("-c", MOUNT % {"kind": kind} + script)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, board_scripts.reported(done.stdout)


SCRIPTS = {
    "deploy": board_scripts.make_room("/model.tmp", 1000),
    "install": board_scripts.look(["app.py"], ["/app.py"]),
}


@pytest.mark.fault(27, "a board whose flash holds FAT")
@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_a_file_system_that_replaces_no_file_in_one_step(script: str) -> None:
    code, facts = run("VfsFat", script)
    assert code == 1 and facts["fat"] is True
    said = mpremote._explain("/dev/x", facts, "", "ValueError")
    assert "FAT" in said and "tinyspark install --micropython" in said and said.count("\n") == 1


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_littlefs(script: str) -> None:
    code, facts = run("VfsLfs2", script)
    assert code == 0 and facts["fat"] is False


@pytest.mark.fault(20, "a flash without room for a model")
def test_no_room() -> None:
    code, facts = run("VfsLfs2", board_scripts.make_room("/model.tmp", 1 << 20))
    assert code == 1 and facts["room"] is False
    assert "flash is full" in mpremote._explain("/dev/x", facts, "", "ValueError")


@pytest.mark.fault(20, "a flash without room for the folder of a new app")
def test_no_room_for_an_app() -> None:
    script = board_scripts.make_way(["app.py"], ["drivers"], ["app.py"])
    fill = """
import os
os.mkdir("takes")
for name in ("takes/0123456789abcdef.take", "boot.py", "lib", "notes"):
    with open(name, "wb") as file:
        file.write(bytes(3000 * len(name)))
for size in (6000, 400, 50, 9):
    try:
        for number in range(999):
            with open("more_%d_%d" % (size, number), "wb") as file:
                file.write(bytes(size))
    except OSError:
        pass
"""
    code, facts = run("VfsLfs2", fill + script)
    assert code == 0 and (facts["way"], facts["free"], facts["takes"]) == ("", 0, 1)
    strange = dict(facts["strange"])
    assert (strange["/notes"], strange["/lib"]) == (15_000, 9_000) and "/boot.py" not in strange
    assert "/takes" not in strange
    assert len(facts["strange"]) == 20 and facts["strange"][0][1] == max(strange.values())
