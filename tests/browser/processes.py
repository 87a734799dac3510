"""Which processes a process has begun, and whether they are still there; on Linux."""

from pathlib import Path


def those_with(parent: int) -> set[int]:
    """The processes below a process, as the system knows them now."""
    pairs = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            pairs.append((int(stat.parent.name), int(fields[1])))
        except OSError:  # it has just ended
            continue
    found, new = set(), {parent}
    while new:
        new = {child for child, its_parent in pairs if its_parent in new} - found
        found |= new
    return found


def still_there(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
