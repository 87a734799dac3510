"""Build a 32-bit MicroPython with single-precision floats, as a board has them, for this computer.

usage: python tools/build_micropython_32.py

Takes the source package of Debian's release SUITE through apt, from the archive that this computer
is set up with; needs Debian, a network, dpkg-dev, make and gcc-multilib (which take about ten
seconds here). The program lies in the user's cache folder and stays there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SUITE = "trixie"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"
PORT = Path(__file__).resolve().parent / "micropython_32"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "tinyspark"
PROGRAM = CACHE / f"micropython-32-{SUITE}"
HOW = "python tools/build_micropython_32.py makes it, on Debian."
LEFT_OUT = ("SSL", "FFI", "BTREE", "THREAD", "SOCKET", "TERMIOS")  # what needs 32-bit libraries


class BuildError(Exception):
    """Why there is no 32-bit MicroPython."""


def built() -> Path | None:
    """Return the program, if it has been built."""
    return PROGRAM if PROGRAM.is_file() else None


def build() -> Path:
    """Build the program, unless it is there; raises BuildError."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # apt fetches as another user
        source = _fetch(folder)
        _make(source, folder)
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "build" / "micropython", PROGRAM)
    return PROGRAM


def _archive() -> str:
    """Return where this computer's apt gets Debian from."""
    form = ("--format", "$(ORIGIN) $(REPO_URI)")
    for line in _said(["apt-get", "indextargets", *form, "Created-By: Packages"]).splitlines():
        origin, _, address = line.partition(" ")
        if origin == "Debian" and "security" not in address:
            return address
    raise BuildError("apt on this computer knows no archive of Debian.")


def _fetch(folder: Path) -> Path:
    """Get and unpack the source package with apt, apart from the computer's own lists."""
    (folder / "sources").write_text(f"deb-src [signed-by={KEYS}] {_archive()} {SUITE} main\n")
    (folder / "lists" / "partial").mkdir(parents=True)
    places = {
        "Dir::Etc::SourceList": folder / "sources",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder,
        "APT::Sandbox::User": "root",
    }
    options = [word for name, place in places.items() for word in ("-o", f"{name}={place}")]
    _said(["apt-get", "update", "-qq", *options], folder)
    _said(["apt-get", "source", "-qq", *options, f"micropython/{SUITE}"], folder)
    found = list(folder.glob("micropython-*/ports/unix"))
    if not found:
        raise BuildError(f"{SUITE}'s source package micropython has no unix port.")
    return found[0]


def _make(port: Path, folder: Path) -> None:
    """Compile the unix port."""
    without = [f"MICROPY_PY_{name}=0" for name in LEFT_OUT]
    settings = [f"VARIANT_DIR={PORT}", "VARIANT=32", f"BUILD={folder / 'build'}"]
    options = ["MICROPY_FORCE_32BIT=1", "MICROPY_USE_READLINE=0", "FROZEN_MANIFEST="]
    jobs = f"-j{os.cpu_count() or 1}"
    _said(["make", jobs, *settings, *options, *without, "PROG=micropython"], port)


def _said(command: list[str], folder: Path | None = None) -> str:
    """Return what a command prints; BuildError with its last words if it fails."""
    if shutil.which(command[0]) is None:
        raise BuildError(f"There is no {command[0]} on this computer.")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-800:]
        raise BuildError(f"{' '.join(command[:2])} failed:\n{said}")
    return done.stdout


def main() -> int:
    """Build it and say where it is."""
    try:
        print(built() or build())
    except BuildError as error:
        print(f"No 32-bit MicroPython was built. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
