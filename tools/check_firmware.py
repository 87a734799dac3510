"""Check firmware/ with mypy against the stubs of MicroPython for the ESP32-S3.

usage: python tools/check_firmware.py

The stubs replace those of CPython's standard library, and lie loose in site-packages, where mypy
does not look: so they are copied into a folder of their own, which host code never sees.
"""

import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STUBS = ROOT / ".mypy_cache" / "micropython_stubs"
PACKAGES = ("micropython-esp32-esp32_generic_s3-stubs", "micropython-stdlib-stubs")


def main() -> int:
    """Collect the stubs, run mypy, return its exit status."""
    try:
        collect()
    except PackageNotFoundError as error:
        print(f"The package {error.name} is missing. Install the extra: pip install -e .[dev]")
        return 1
    command = [sys.executable, "-m", "mypy", "--config-file", "tools/mypy_firmware.ini"]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def collect() -> None:
    """Copy every stub of PACKAGES to STUBS."""
    shutil.rmtree(STUBS, ignore_errors=True)
    for package in PACKAGES:
        for file in files(package) or []:
            if file.suffix == ".pyi" or file.name == "VERSIONS":
                place = STUBS / file
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file.locate(), place)


if __name__ == "__main__":
    raise SystemExit(main())
