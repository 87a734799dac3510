"""What the live plot costs: the studio on a virtual board, its page Record in Chromium.

usage: python tools/measure_live_plot.py [SECONDS]

Prints, for each part of the time: the studio's share of one core (without the virtual board, which
is a process of its own), its memory, frames a second that the browser drew, the time that drawing
one took, and the memory of the page. Needs Linux.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

from studio_driver import SCHOOL_LAPTOP, RunningStudio, chromium, start_virtual

PARTS = 5
# A frame of the plot: from its clearing to the end of the turn that the browser gave it
COUNT = """() => {
  window.drawn = { frames: 0, ms: 0 };
  const turn = window.requestAnimationFrame;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  let cleared = false;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    cleared = cleared || this.canvas.closest(".stage") !== null;
    return clear.apply(this, area);
  };
  window.requestAnimationFrame = (draw) => turn((now) => {
    const begun = performance.now();
    cleared = false;
    draw(now);
    if (cleared) {
      window.drawn.frames++;
      window.drawn.ms += performance.now() - begun;
    }
  });
}"""
AGAIN = "() => { window.drawn.frames = window.drawn.ms = 0; }"
HEAP = "() => performance.memory.usedJSHeapSize"


def cpu_seconds(process: int) -> float:
    """Return the time that a process has computed, in the system, too."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(process: int) -> float:
    """Return the memory that a process has in use."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(process: int, page: Page, seconds: float) -> str:
    """Return one line about the next seconds."""
    page.evaluate(AGAIN)
    begun, computed = time.monotonic(), cpu_seconds(process)
    page.wait_for_timeout(1000 * seconds)
    passed = time.monotonic() - begun
    share = 100 * (cpu_seconds(process) - computed) / passed
    drawn = page.evaluate("() => window.drawn")
    each = drawn["ms"] / max(1, drawn["frames"])
    return (
        f"{share:5.1f} % of a core, {memory_mb(process):6.1f} MB;"
        f" {drawn['frames'] / passed:5.1f} frames/s, {each:4.1f} ms each,"
        f" {page.evaluate(HEAP) / 1e6:5.1f} MB"
    )


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    width, height = SCHOOL_LAPTOP
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        studio = RunningStudio(Path(folder, "takes"))
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.add_init_script(f"({COUNT})()")
            page.goto(studio.address)
            start_virtual(page)
            page.goto(f"{studio.home}/record")
            page.wait_for_timeout(3000)
            for _ in range(PARTS):
                print(measure(studio.process.pid, page, seconds / PARTS), flush=True)
        finally:
            studio.end()


if __name__ == "__main__":
    main()
