"""Set up everything in .venv and run one job; needs nothing but Python 3.11+ and its library.

usage: python3 tools/start.py demo [OPTIONS]     the demo, on the virtual board
       python3 tools/start.py studio [OPTIONS]   all of it in the browser
       python3 tools/start.py test [OPTIONS]     the tests (options go to pytest)
       python3 tools/start.py COMMAND [OPTIONS]  any other command of tinyspark

A second run starts at once: packages are installed again only when pyproject.toml has changed.
"""

from __future__ import annotations  # so that an old Python gets as far as the message

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = PROGRAMS / ("python.exe" if sys.platform == "win32" else "python")


def main(arguments: list[str]) -> int:
    """Set up what the job needs and run it; return its exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(f"The kit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 2
    job, *options = arguments
    testing = job == "test"
    extra = {"test": "dev", "studio": "studio"}.get(job, "")
    module = "pytest" if testing else "tinyspark"
    command = [str(PYTHON), "-m", module, *([] if testing else [job]), *options]
    try:
        set_up(extra)
        if testing:
            os.chdir(ROOT)
        if os.name == "posix":
            os.execv(command[0], command)  # signals are then the job's own
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 130


def set_up(extra: str) -> None:
    """Make the virtual environment and install the kit, unless a stamp says that it is there."""
    stamp = ENVIRONMENT / f"installed-{extra or 'kit'}"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and PYTHON.exists():
        return
    what = "what the tests need" if extra == "dev" else "the kit"
    print(f"Installing {what} in {ENVIRONMENT} (once) ...", file=sys.stderr, flush=True)
    if not PYTHON.exists():
        make_environment()
    kit = f"{ROOT}[{extra}]" if extra else str(ROOT)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, "-e", kit], check=False).returncode:
        sys.exit(
            "The packages could not be installed; the lines above say why. Is there a network?"
        )
    stamp.write_text(wanted)


def make_environment() -> None:
    """Create .venv; some Linux distributions keep the module for it in a package of its own."""
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as error:
        sys.exit(
            f"No virtual environment could be made in {ENVIRONMENT}: {error}\n"
            "On Debian and Ubuntu: sudo apt install python3-venv"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
