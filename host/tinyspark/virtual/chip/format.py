"""Make a volume: format the file argv[1] (argv[2] blocks), copy the files of the list argv[3]."""

import json
import os
import sys

import vfs
from flash import FlashFile


def copy(source, destination):
    with open(source, "rb") as reader, open(destination, "wb") as writer:
        writer.write(reader.read())


device = FlashFile(sys.argv[1], int(sys.argv[2]))
vfs.VfsLfs2.mkfs(device)
vfs.mount(vfs.VfsLfs2(device), "/volume")
with open(sys.argv[3]) as listing:
    plan = json.load(listing)
for folder in plan["folders"]:
    os.mkdir("/volume" + folder)
for source, place in plan["files"]:
    copy(source, "/volume" + place)
vfs.umount("/volume")
