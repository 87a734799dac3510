"""Pages of the studio without a browser: NiceGUI's simulated user looks at them.

A test is `async def test_x(user, studio)`: studio is the real Studio on a folder of the test,
where no dataset is yet (Dataset.create(studio.folder, ...) makes it). Every page is there:
`await user.open("/data")`, `await user.should_see("Data")`, which waits for it. An error in the
log fails the test.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import absent

if TYPE_CHECKING:
    from nicegui.testing import User
    from seat_desk import Desk

    from tinyspark.studio.seat import Seat
    from tinyspark.studio.studio import Studio

LOOKS = 300  # of 0.1 s, until a page must show something: only what has gone wrong takes as long
EVERY = 0.05  # seconds between two looks of a page at what it shows


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> absent.AbsentFile | None:
    return absent.file(module_path, parent, "nicegui")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with `async def` run in an event loop of their own (anyio comes with NiceGUI)."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and inspect.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker("anyio")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def studio(tmp_path: Path) -> "Iterator[Studio]":
    from tinyspark.studio.studio import Studio

    made = Studio(tmp_path / "gestures")
    yield made
    made.close()


@pytest.fixture
def desk() -> "Desk":
    from seat_desk import Desk

    return Desk()


@pytest.fixture
def seat(desk: "Desk", monkeypatch: pytest.MonkeyPatch) -> "Iterator[Seat]":
    """A seat of its own at this desk; the studio's is another one."""
    from tinyspark.studio import holding, seat

    monkeypatch.setattr(seat, "LOOK_AGAIN", 0.02)
    monkeypatch.setattr(holding, "_LOOK", 0.02)
    made = seat.Seat(desk.open)
    yield made
    made.close()


@pytest.fixture
def seated(studio: "Studio", seat: "Seat") -> "Studio":
    """A studio whose board is one of the desk's."""
    studio.seat.close()
    studio.seat = seat
    return studio


@pytest.fixture
async def user(
    anyio_backend: str,
    studio: "Studio",
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> "AsyncIterator[User]":
    """Somebody who looks at the pages of this studio, with patience."""
    from nicegui import Client
    from nicegui.testing import User, user_simulation

    from tinyspark.studio import changes, server

    for look in (User.should_see, User.should_not_see):
        monkeypatch.setitem(look.__kwdefaults__, "retries", LOOKS)
    monkeypatch.setattr(changes.on_change, "__defaults__", (EVERY,))
    async with user_simulation() as simulated:
        server.add_pages(studio)
        yield simulated
        Client.page_routes.clear()  # else the simulation unloads our modules for later tests
        for client in list(Client.instances.values()):
            client.delete()  # Python 3.11 may not cancel an outbox that is being written to
        await asyncio.sleep(0)
    assert [record for record in caplog.get_records("call") if record.levelname == "ERROR"] == []
