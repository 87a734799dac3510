"""How quick the studio is, and whether its memory stays flat: what no single page measures.

usage: python tools/measure_studio.py [--starts 5] [--loads 200]

Prints the seconds from the command to its address and to a page that can be used, the seconds to
go from one page to the next, and the memory of the studio before and after many page loads (on
Linux). The live plot and the gallery have tools of their own: measure_live_plot.py,
measure_gallery.py. Judges nothing.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page

from studio_driver import RunningStudio, chromium
from tinyspark import bundle
from tinyspark.studio.pages import PAGES

WARM_UP = 20  # page loads, after which everything is imported
SETTLED = 25.0  # seconds after which the studio has forgotten the pages that were left


def usable(page: Page, address: str) -> float:
    """Open an address; return the seconds until its page listens to its buttons."""
    before = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_function("document.querySelector('h1, [role=heading]') && window.socket")
    page.wait_for_function("window.socket.connected")
    return time.monotonic() - before


def start(browser: Browser, folder: Path) -> tuple[float, float]:
    """Start a studio; return the seconds to its address, and to its usable page."""
    page = browser.new_page()
    before = time.monotonic()
    studio = RunningStudio(folder)
    usable(page, studio.address)
    whole = time.monotonic() - before
    page.close()
    studio.end()
    return studio.seconds, whole


def memory(studio: RunningStudio) -> float:
    """Return the memory of the studio's process in MB; nan where the system does not tell."""
    try:
        lines = Path(f"/proc/{studio.process.pid}/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def switches(page: Page, studio: RunningStudio) -> dict[str, float]:
    """Return the seconds to each page, the median of five."""
    taken: dict[str, list[float]] = {}
    for _ in range(5):
        for each in PAGES:
            taken.setdefault(each.PATH, []).append(usable(page, studio.home + each.PATH))
    return {path: statistics.median(times) for path, times in taken.items()}


def loads(page: Page, studio: RunningStudio, count: int) -> tuple[float, float]:
    """Load pages, one after the other; return the memory of the studio before and after, in MB."""

    def load(number: int) -> None:
        for place in range(number):
            usable(page, studio.home + PAGES[place % len(PAGES)].PATH)
        page.goto("about:blank")
        time.sleep(SETTLED)

    load(WARM_UP)
    before = memory(studio)
    load(count)
    return before, memory(studio)


def main(words: list[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--loads", type=int, default=200)
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        folder = Path(place) / "gestures"
        shutil.copytree(bundle.folder("datasets") / "synthetic-gestures", folder)
        starts = [start(browser, folder) for _ in range(options.starts)]
        for what, times in zip(("address", "usable page"), zip(*starts, strict=True), strict=True):
            middle = statistics.median(times)
            print(f"command to {what}: {middle:.2f} s ({min(times):.2f} to {max(times):.2f})")
        studio = RunningStudio(folder)
        page = browser.new_page()
        usable(page, studio.address)
        for path, seconds in switches(page, studio).items():
            print(f"to page {path}: {seconds:.2f} s")
        before, after = loads(page, studio, options.loads)
        print(f"memory: {before:.0f} MB, after {options.loads} more page loads {after:.0f} MB")
        page.close()
        studio.end()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
