"""The whole story in a real browser, on the virtual board: from no takes to gestures recognized.

Every step leaves a picture in .artifacts/studio.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from visitor import PATIENCE, Visitor

from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import SerialLink
from tinyspark.dataset import Dataset
from tinyspark.studio.texts import Board, Data, Deploy, Frame, Live, Record, Train

Shot = Callable[[Page, str], None]
TRAINING = 240_000
GESTURES = ("chop", "circle", "twist")


def takes_of(folder: Path) -> int:
    return len(Dataset.open(folder).recordings)


def test_a_take_is_recorded_while_the_page_is_loaded_again(
    visitor: Visitor, shot: Shot, tmp_path: Path
) -> None:
    visitor.go(Record)
    visitor.record("chop", 1)
    shot(visitor.page, "counting")
    visitor.page.reload()
    with pytest.raises(LinkError, match="is in use by another program"):
        SerialLink(visitor.port)  # the board has one writer, also against a second studio
    visitor.recorded(Record.GOOD)
    shot(visitor.page, "recorded")
    visitor.go(Data)
    expect(visitor.page.get_by_text(Data.SHOWN.format(total=1))).to_be_visible()
    assert takes_of(tmp_path / "gestures") == 1


@pytest.mark.long
def test_from_no_takes_to_gestures_recognized(
    visitor: Visitor, shot: Shot, tmp_path: Path
) -> None:
    page, folder = visitor.page, tmp_path / "gestures"
    shot(page, "board")
    visitor.go(Record)
    for label in GESTURES:
        visitor.record(label, 4)
        visitor.recorded(Record.PROGRESS.format(done=4, wanted=4))
        shot(page, f"recorded-{label}")
    page.reload()
    expect(page.get_by_text(Record.LAST)).to_be_visible()
    assert takes_of(folder) == 12

    visitor.go(Data)
    page.get_by_role("option").first.click()
    expect(page.get_by_text(Data.CHOSEN.format(count=1, total=12))).to_be_visible(timeout=PATIENCE)
    shot(page, "data-one-chosen")
    visitor.press(Data.DELETE)
    expect(page.get_by_text(Data.SHOWN.format(total=11))).to_be_visible(timeout=PATIENCE)
    assert takes_of(folder) == 11
    shot(page, "data-deleted")
    page.get_by_role("button", name=Data.UNDO).click()
    expect(page.get_by_text(Data.SHOWN.format(total=12))).to_be_visible(timeout=PATIENCE)
    assert takes_of(folder) == 12
    shot(page, "data-undone")

    visitor.go(Train)
    visitor.press(Train.TRAIN)
    page.wait_for_timeout(2000)
    shot(page, "training")
    page.reload()  # the work goes on, and the page finds it again
    expect(page.get_by_text(Train.MATRIX)).to_be_visible(timeout=TRAINING)
    shot(page, "trained")
    page.locator("table.matrix button").first.click()
    page.wait_for_timeout(1000)
    shot(page, "matrix-cell")

    visitor.go(Deploy)
    expect(page.get_by_text(Deploy.FITS)).to_be_visible(timeout=PATIENCE)
    shot(page, "before-deploy")
    visitor.press(Deploy.DEPLOY)
    expect(page.get_by_text(Deploy.RUNS)).to_be_visible(timeout=PATIENCE)
    shot(page, "deployed")

    visitor.go(Live)
    expect(page.get_by_text(Live.STILL, exact=True)).to_be_visible(timeout=PATIENCE)
    for label in GESTURES:
        assert visitor.toy.play(label)
        visitor.wait_still()
    shot(page, "live")

    visitor.go(Board)
    visitor.pull_cable()
    visitor.state(Frame.GONE)
    shot(page, "gone")
    visitor.go(Live)
    shot(page, "live-gone")
    page.reload()
    visitor.go(Board)
    visitor.plug_in()
    visitor.state(Frame.CONNECTED)
    visitor.go(Live)
    expect(page.get_by_text(Live.STILL, exact=True)).to_be_visible(timeout=PATIENCE)
    shot(page, "live-again")
