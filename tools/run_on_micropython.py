"""Run plain test files under real MicroPython: every test_* function of each file.

usage: python tools/run_on_micropython.py FILE ...

The same files run under pytest; so a test that serves both interpreters is a function without
arguments that asserts, in a file that imports only what both have. Exits with 1 if one failed.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tinyspark.virtual import micropython

ROOT = Path(__file__).resolve().parent.parent
RUNNER = """
import sys
sys.path[:] = {path!r}
failed = passed = 0
for name in {modules!r}:
    module = __import__(name)
    for test in sorted(dir(module)):
        if test.startswith("test_"):
            try:
                getattr(module, test)()
                passed += 1
            except Exception as error:
                failed += 1
                print(name + "." + test)
                sys.print_exception(error)
print("%d passed, %d failed on MicroPython" % (passed, failed))
sys.exit(1 if failed or not passed else 0)
"""


def run(
    files: list[Path], heap: str = "8M", command: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run the test functions of files in one MicroPython process; its output is in stdout.

    command: another MicroPython than that of the virtual board.
    """
    folders = [str(folder) for folder in dict.fromkeys(file.resolve().parent for file in files)]
    ours = [str(ROOT / name) for name in ("shared", "firmware", "tests")]
    path = ["", ".frozen", *ours, *folders]
    script = RUNNER.format(path=path, modules=[file.stem for file in files])
    words = [*(command or micropython.command()), "-X", f"heapsize={heap}", "-c", script]
    return subprocess.run(words, capture_output=True, text=True, timeout=600, check=False)


def main() -> int:
    """Run the files named on the command line."""
    result = run([Path(name) for name in sys.argv[1:]])
    print(result.stdout + result.stderr, end="")
    return result.returncode


if __name__ == "__main__":
    raise SystemExit(main())
