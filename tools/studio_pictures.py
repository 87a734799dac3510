"""Makes the pictures of the studio in the README: demo takes, a virtual board, a school laptop.

usage: python tools/studio_pictures.py [FOLDER]        (default: .github)

Trains a model on bundled takes, lets the virtual board perform a gesture, and saves
studio-record.png, studio-train.png, studio-live.png: small, light, of a fixed size. Needs
Chromium. Judges nothing; somebody looks at what it made.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from studio_driver import SCHOOL_LAPTOP, RunningStudio, Watch, chromium, start_virtual
from tinyspark import bundle
from tinyspark.studio.texts import Deploy, Live, Record, Train

ROOT = Path(__file__).resolve().parent.parent
GESTURE = "circle"
PERFORMER = "synthetic-1"  # whose takes the virtual board performs first
PATIENCE = 300_000  # ms
SMALLER = 0.75  # of the laptop's window, in pixels
TAKES_BELOW = 250  # pixels that bring the takes behind a number into the window


def main(words: list[str]) -> int:
    """Make all pictures; return 1 if a page did what it must not."""
    place = Path(words[0]) if words else ROOT / ".github"
    width, height = SCHOOL_LAPTOP
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        dataset = Path(folder) / "gestures"
        shutil.copytree(bundle.folder("datasets") / "synthetic-gestures", dataset)
        tinyspark("dataset", "delete", str(dataset), "--by", PERFORMER)  # else each take is a copy
        tinyspark("train", str(dataset), "-o", f"{dataset}.tsm")
        studio = RunningStudio(dataset)
        page = browser.new_page(
            viewport={"width": width, "height": height},
            device_scale_factor=SMALLER,
            color_scheme="light",
        )
        watch = Watch(page)
        page.goto(studio.address)
        start_virtual(page)
        record(page, studio, place)
        understand(page, studio, place)
        live(page, studio, place)
        page.close()
        studio.end()
    print(*watch.complaints, sep="\n", end="")
    return 1 if watch.complaints else 0


def tinyspark(*words: str) -> None:
    """Run a command of the kit."""
    subprocess.run([sys.executable, "-m", "tinyspark", *words], check=True, capture_output=True)


def record(page: Page, studio: RunningStudio, place: Path) -> None:
    """The page Record, a take just made."""
    page.goto(studio.home + "/record")
    page.get_by_role("button", name=GESTURE, exact=True).click()
    page.wait_for_timeout(1000)
    page.get_by_role("button", name=Record.RECORD, exact=True).click()
    expect(page.get_by_text(Record.GOOD)).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".q-notification")).to_have_count(0, timeout=PATIENCE)
    page.screenshot(path=place / "studio-record.png")


def understand(page: Page, studio: RunningStudio, place: Path) -> None:
    """The page Train with the score and the matrix, and the model onto the board."""
    page.goto(studio.home + "/train")
    title = page.get_by_text(Train.MATRIX)
    expect(title).to_be_visible(timeout=PATIENCE)
    title.scroll_into_view_if_needed()
    page.locator("table.matrix button").first.click()
    page.mouse.wheel(0, TAKES_BELOW)
    page.wait_for_timeout(1000)
    page.screenshot(path=place / "studio-train.png")
    page.goto(studio.home + "/deploy")
    page.get_by_role("button", name=Deploy.DEPLOY, exact=True).click()
    expect(page.get_by_text(Deploy.RUNS)).to_be_visible(timeout=PATIENCE)


def live(page: Page, studio: RunningStudio, place: Path) -> None:
    """The page Live, a gesture just recognized."""
    page.goto(studio.home + "/live")
    expect(page.get_by_text(Live.STILL, exact=True)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name=GESTURE, exact=True).click()
    headline = page.locator(".headline").get_by_text(GESTURE)
    expect(headline).to_be_visible(timeout=PATIENCE)
    page.screenshot(path=place / "studio-live.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
