"""How fast the page Data is with thousands of takes: first picture, scrolling, memory of the tab.

usage: python tools/measure_gallery.py [--takes 5000] [--picture PICTURE.png]

Makes a dataset of varied synthetic takes, opens the studio on it in Chromium, scrolls through the
whole gallery at a quick pace, and prints what that took. Judges nothing.
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import CDPSession, Page

from studio_driver import SCHOOL_LAPTOP, RunningStudio, Watch, chromium
from tinyspark import bundle
from tinyspark.dataset import Dataset, mending
from tinyspark.dataset.recording import Recording, take_digest

PERSONS = 25
PICTURE = ".thumb[data-take] >> nth=0"
# Scrolls by some pixels every frame; returns ms of every frame, and how many tiles were empty.
SCROLL = """async ([step, frames]) => {
  const gallery = document.querySelector('.gallery'), times = [];
  let empty = 0, all = 0, last = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames; frame++) {
    gallery.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
    all += document.querySelectorAll('.thumb:not([hidden])').length;
    empty += document.querySelectorAll('.thumb:not([hidden], [data-take])').length;
  }
  return { times, empty: empty / all, room: gallery.scrollHeight };
}"""


def make(folder: Path, count: int) -> None:
    """Write a dataset of that many takes, each a synthetic one with other noise and strength."""
    source = Dataset.open(bundle.folder("datasets") / "synthetic-gestures")
    made = Dataset.create(folder, source.settings)
    chance = np.random.default_rng(1)
    takes = []
    for number in range(count):
        take = source.recordings[number % len(source.recordings)]
        noise = chance.normal(0, 20, take.samples.shape)
        varied = take.samples * chance.uniform(0.8, 1.2) + noise
        samples = np.clip(np.rint(varied), -32768, 32767).astype(np.int16)
        person = f"person {chance.integers(PERSONS) + 1}"
        identity = made.identities.new(take_digest(samples, take.label, person, ""))
        verdict = "" if number % 20 else "cut off: it moves at the very end"
        takes.append(
            Recording(identity, take.label, person, "", "", take.created, verdict, samples)
        )
    mending.append(made.settings, [], takes, "made").write(folder)


def metrics(session: CDPSession) -> dict[str, float]:
    """Return what Chromium counts of a tab, by its names; seconds and bytes."""
    told = session.send("Performance.getMetrics")["metrics"]
    return {each["name"]: each["value"] for each in told}


def memory(session: CDPSession) -> str:
    """Return the tab's JavaScript memory after a collection, and its number of nodes."""
    session.send("HeapProfiler.collectGarbage")
    found = metrics(session)
    return f"{found['JSHeapUsedSize'] / 1e6:.1f} MB, {found['Nodes']:.0f} nodes"


def measure(page: Page, studio: RunningStudio) -> dict[str, str]:
    """Return figures with their units."""
    page.goto(studio.address)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = time.monotonic()
    page.goto(studio.home + "/data")
    page.wait_for_selector(PICTURE)
    first = time.monotonic() - before
    page.wait_for_timeout(3000)  # until the background has looked through all takes
    figures = {"first pictures": f"{first:.2f} s", "memory, opened": memory(session)}
    for name, step, frames in (("slowly", 12, 300), ("quickly", 120, 600)):
        busy = metrics(session)["TaskDuration"]
        told = page.evaluate(SCROLL, [step, frames])
        busy = metrics(session)["TaskDuration"] - busy
        times = sorted(told["times"])
        worst = times[int(len(times) * 0.99)]
        figures[f"frames, scrolled {name}"] = (
            f"median {statistics.median(times):.1f} ms, 99 % below {worst:.1f} ms, "
            f"longest {times[-1]:.1f} ms"
        )
        figures[f"work per frame, {name}"] = f"{1000 * busy / frames:.1f} ms"
        figures[f"tiles without a picture, {name}"] = f"{100 * told['empty']:.1f} %"
    return figures | {"memory, scrolled": memory(session)}


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--takes", type=int, default=5000)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args(words)
    width, height = SCHOOL_LAPTOP
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room, "many")
        make(folder, options.takes)
        studio = RunningStudio(folder)
        with chromium() as browser:
            page = browser.new_page(viewport={"width": width, "height": height})
            watch = Watch(page)
            figures = measure(page, studio)
            if options.picture:
                page.screenshot(path=options.picture)
        studio.end()
    print(f"{options.takes} takes, {width}x{height}")
    for name, value in figures.items():
        print(f"  {name:36} {value}")
    print(*watch.complaints, sep="\n")
    return 1 if watch.complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
