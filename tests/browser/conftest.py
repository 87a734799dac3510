"""The real studio in a real Chromium: skipped, visibly, where a computer has no Chromium.

A test gets `studio` (started as a person does, on an empty folder) and `page`, or starts its own
with `start_studio` and `open_page`; one that only asks and changes nothing takes `running`. A page
that writes errors to its console, or asks any other computer for anything, fails its test.
`shot(page, "name")` keeps a picture in .artifacts/studio.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import absent

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))
PICTURES = ROOT / ".artifacts" / "studio"
PATIENCE = 30_000  # ms for what must be seen; what takes a busy computer long is no failure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from visitor import Visitor

    from studio_driver import RunningStudio


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> absent.AbsentFile | None:
    return absent.file(module_path, parent, "nicegui", "playwright")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """One Chromium for a file of tests: while it runs, no test can have an event loop."""
    from playwright.sync_api import expect

    import studio_driver

    expect.set_options(timeout=PATIENCE)
    if not studio_driver.browser_program():
        pytest.skip(f"no browser: none of {', '.join(studio_driver.BROWSERS)} is installed")
    with studio_driver.chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[RunningStudio]":
    """One studio for all tests that change nothing; neither its folder nor the one above exist."""
    from studio_driver import RunningStudio

    studio = RunningStudio(tmp_path_factory.mktemp("running") / "new" / "gestures")
    yield studio
    assert "Traceback" not in studio.end()


@pytest.fixture
def start_studio() -> "Iterator[Callable[..., RunningStudio]]":
    """Start a studio on a folder, with options; at the end none may have printed a traceback."""
    from studio_driver import RunningStudio

    running: list[RunningStudio] = []

    def start(folder: Path, *options: str, **named: Any) -> RunningStudio:
        running.append(RunningStudio(folder, *options, **named))
        return running[-1]

    yield start
    told = [studio.end() for studio in running if studio.process.poll() is None]
    assert not [text for text in told if "Traceback" in text], told


@pytest.fixture
def studio(start_studio: "Callable[..., RunningStudio]", tmp_path: Path) -> "RunningStudio":
    """A studio whose dataset does not exist yet."""
    return start_studio(tmp_path / "gestures")


@pytest.fixture
def open_page(browser: "Browser") -> "Iterator[Callable[..., Page]]":
    """Open an address in a browser that knows nothing; options are those of a new context."""
    from studio_driver import SCHOOL_LAPTOP, Watch

    contexts: list[Any] = []
    watches: list[Watch] = []

    def opened(address: str, watched: bool = True, **options: Any) -> "Page":
        width, height = SCHOOL_LAPTOP
        wanted = {"viewport": {"width": width, "height": height}, "color_scheme": "light"}
        contexts.append(browser.new_context(**(wanted | options)))
        page = contexts[-1].new_page()
        if watched:
            watches.append(Watch(page))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [text for watch in watches for text in watch.complaints] == []


@pytest.fixture
def page(studio: "RunningStudio", open_page: "Callable[..., Page]") -> "Page":
    """The first page of the studio, on a school laptop, in the light."""
    return open_page(studio.address)


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the virtual board keeps its port; a short path, as names of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="ts-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.fixture
def visitor(place: Path, studio: "RunningStudio", open_page: "Callable[..., Page]") -> "Visitor":
    """Somebody at the first page of the studio, with a virtual board."""
    from visitor import Visitor

    return Visitor(open_page(studio.address), place)


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> "Callable[[Page, str], None]":
    """Keep a picture of a page, numbered, in a folder with the name of the test."""
    folder = PICTURES / request.node.name
    for old in folder.glob("*.png"):
        old.unlink()

    def keep(page: "Page", name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        number = len(list(folder.glob("*.png"))) + 1
        page.screenshot(path=folder / f"{number:02}-{name}.png")

    return keep
