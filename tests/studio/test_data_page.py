"""The page Data as somebody sees it: what it shows of a dataset, whoever changes that."""

import asyncio
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nicegui import ui
from nicegui.testing import User

from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.studio import texts
from tinyspark.studio.data import doing, outgoing, repairs
from tinyspark.studio.data.browsing import ALL, Wanted
from tinyspark.studio.data.gallery_card import tile
from tinyspark.studio.parts.gallery import Gallery
from tinyspark.studio.studio import Studio

TEXTS = texts.Data
MARKUP = "<img src=x onerror=alert(1)>"
HEBREW = "\N{HEBREW LETTER GIMEL}\N{HEBREW LETTER LAMED}"


@pytest.fixture
def dataset(studio: Studio) -> Dataset:
    made = Dataset.create(studio.folder, IMU)
    for seed, (label, person) in enumerate(((MARKUP, "anna"), (HEBREW, "ben"), ("wave", "ben"))):
        noise = np.random.default_rng(seed).integers(-900, 900, (60, 6))
        made.add(noise.astype(np.int16), label, subject=person)
    return made


async def soon(true: Callable[[], bool]) -> None:
    """Wait until it is true: pages look at the state now and then."""
    for _ in range(600):
        if true():
            return
        await asyncio.sleep(0.05)
    assert true()


def the(user: User, kind: type, marker: str = "") -> ui.element:
    [found] = user.find(kind=kind, marker=marker or None).elements
    return found


async def test_an_empty_dataset_says_what_to_do(user: User, studio: Studio) -> None:
    await user.open("/data")
    await user.should_see(TEXTS.EMPTY)
    await user.should_see(TEXTS.TO_RECORD)
    user.find(marker="sample").click()
    await user.should_see("Takes: 100")
    await user.should_not_see(TEXTS.EMPTY)
    assert len(studio.shelf.rows()) == 100


async def test_what_takes_long_says_that_it_goes_on(
    user: User, studio: Studio, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def slow(*arguments: Any) -> str:
        assert may_go_on.wait(20)
        return trim(*arguments)

    trim = repairs.trim
    monkeypatch.setattr(repairs, "trim", slow)
    monkeypatch.setattr(doing, "QUICK", 0.01)
    await user.open("/data")
    studio.browsing.chosen = frozenset({dataset.recordings[0].id})
    await soon(lambda: all(button.enabled for button in user.find(TEXTS.TRIM).elements))
    user.find(TEXTS.TRIM).click()
    await user.should_see(TEXTS.AT_WORK)
    may_go_on.set()
    await user.should_see(TEXTS.NOTHING)
    await user.should_not_see(TEXTS.AT_WORK)


async def test_the_gallery_has_groups_and_sends_what_is_asked_for(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    await user.open("/data")
    gallery = the(user, Gallery)
    groups = gallery.props["groups"]
    assert [(label, count) for label, _, count in groups] == [
        (label, 1) for label in sorted((MARKUP, HEBREW, "wave"))
    ]
    shown = studio.browsing.look()
    sent = tile(studio.browsing, shown.rows[0], shown)
    assert sent["name"] == f"{MARKUP}, anna, 0.6 s, good"
    assert sent["number"] == "000001" and len(sent["axes"]) == 6


async def test_texts_of_a_dataset_are_no_markup(user: User, dataset: Dataset) -> None:
    await user.open("/data")
    await user.should_see(TEXTS.COUNTS)
    texts = [element.text for element in user.find(kind=ui.label).elements]
    assert MARKUP in texts and HEBREW in texts
    pages = list(user.find(kind=ui.html).elements)
    assert not [page for page in pages if MARKUP in page.content]


async def test_a_label_with_hidden_signs_is_shown_without_them(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    rows = studio.folder / "recordings.csv"
    rows.write_text(rows.read_text("utf-8").replace("wave", "a\u202egnp.exe"), "utf-8")
    await user.open("/data")
    await user.should_see(TEXTS.FAULTS)
    gallery = the(user, Gallery)
    assert "a?gnp.exe" in [label for label, _, _ in gallery.props["groups"]]
    shown = studio.browsing.look()
    [row] = [row for row in shown.rows if row.id.startswith("000003")]
    sent = tile(studio.browsing, row, shown)
    assert sent["kind"] == TEXTS.DAMAGED and "\u202e" not in str(sent)


async def test_takes_of_another_program_appear(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    await user.open("/data")
    await user.should_see("Takes: 3")
    other = Dataset.open(studio.folder)
    other.add(np.ones((60, 6), np.int16), "chop")
    await user.should_see("Takes: 4")


async def test_a_damaged_take_is_named_and_the_others_are_shown(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    file = studio.folder / "recordings" / f"{dataset.recordings[1].id}.csv"
    file.write_text("ax\nrubbish\n")
    await user.open("/data")
    await user.should_see("Takes: 3")
    await user.should_see(TEXTS.FAULTS)
    await user.should_see(file.name)


async def test_a_damaged_list_is_told(user: User, studio: Studio, dataset: Dataset) -> None:
    (studio.folder / "recordings.csv").write_text("not,a,list\n")
    await user.open("/data")
    await user.should_see(TEXTS.BROKEN)
    await user.should_not_see(TEXTS.EMPTY)


async def test_chosen_takes_get_another_label_and_undo_takes_it_back(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    await user.open("/data")
    studio.browsing.choose(ALL)
    await user.should_see("3 of 3 chosen")
    user.find(TEXTS.SET_LABEL).click()
    await user.should_see(TEXTS.NEW_LABEL)
    user.find(marker="answer").type("chop").trigger("keydown.enter")
    await user.should_see("Relabeled 3 takes as chop.")
    assert {row.label for row in studio.shelf.rows()} == {"chop"}
    await user.should_see(TEXTS.UNDO_WHAT.format(what="relabeled 3 takes as chop"))
    user.find(marker="undo").click()
    await user.should_see(TEXTS.UNDONE.format(what="relabeled 3 takes as chop"))
    assert {row.label for row in studio.shelf.rows()} == {MARKUP, HEBREW, "wave"}


async def test_a_refused_label_is_told_and_changes_nothing(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    before = studio.shelf.rows()
    await user.open("/data")
    studio.browsing.choose(ALL)
    await user.should_see("3 of 3 chosen")
    user.find(TEXTS.SET_LABEL).click()
    await user.should_see(TEXTS.NEW_LABEL)
    user.find(marker="answer").type("a" * 40).trigger("keydown.enter")
    await user.should_see("is too long")
    assert studio.shelf.rows() == before


async def test_a_reload_loses_nothing(user: User, studio: Studio, dataset: Dataset) -> None:
    studio.browsing.wanted = Wanted(person="ben")
    studio.browsing.choose(ALL)
    studio.browsing.opened = studio.browsing.look().rows[0].id
    for _ in range(2):
        await user.open("/data")
        await user.should_see("2 of 3 chosen")
        label = the(user, ui.label, "take-label")
        assert label.text == studio.browsing.look().rows[0].label
        assert the(user, ui.select, "person-filter").value == "named:ben"


async def test_the_opened_take_has_its_facts_and_goes_on_to_the_next(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    await user.open("/data")
    rows = studio.browsing.look().rows
    studio.browsing.opened = rows[0].id
    facts = the(user, ui.label, "take-facts")
    await soon(lambda: rows[0].id in facts.text)
    assert "0.58 s" in facts.text and rows[0].subject in facts.text
    user.find(marker="take").trigger("keydown.page-down")
    await soon(lambda: rows[1].id in facts.text)


async def test_a_take_that_others_took_out_meanwhile_is_told(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    await user.open("/data")
    gone = studio.browsing.look().rows[0].id
    studio.browsing.opened = gone
    await soon(lambda: gone in the(user, ui.label, "take-facts").text)
    the(user, ui.button, "keep").set_enabled(True)
    repairs.delete(studio.shelf, [gone])
    user.find(marker="keep").click()
    await user.should_see("no longer there")
    assert studio.browsing.opened == ""


async def test_what_a_check_found_is_mended_with_one_press(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    dataset.add(dataset.recordings[0].samples, "wave", subject="ben")
    studio.browsing.checked = repairs.check(lambda what, share=None: None, studio.folder)
    await user.open("/data")
    await user.should_see("have problems")
    await user.should_see("duplicate, 1 take")
    user.find(TEXTS.DELETE_THEM.format(count=1)).click()
    await user.should_see("Deleted 1 take")
    assert len(studio.shelf.rows()) == 3
    await user.should_not_see("duplicate, 1 take")


async def test_takes_that_no_check_has_seen_are_told(
    user: User, studio: Studio, dataset: Dataset
) -> None:
    studio.browsing.checked = repairs.check(lambda what, share=None: None, studio.folder)
    await user.open("/data")
    state = the(user, ui.label, "check-state")
    await soon(lambda: "3 takes" in state.text)
    dataset.add(dataset.recordings[0].samples[:50], "wave", subject="ben")
    await soon(lambda: TEXTS.SINCE.format(count=1, total=4) in state.text)


async def test_takes_of_another_sensor_cannot_be_added(
    user: User, studio: Studio, dataset: Dataset, tmp_path: Path
) -> None:
    near = Dataset.create(tmp_path / "near", PROXIMITY)
    near.add(np.arange(30).reshape(-1, 1), "push")
    file = tmp_path / "near.zip"
    file.write_bytes(outgoing.pack(near.folder, outgoing.WHOLE).data)
    await user.open("/data")
    user.find(TEXTS.IMPORT).click()
    await user.should_see(TEXTS.IMPORT_TITLE)
    await upload(user, file)
    await user.should_see("do not go together")
    await user.should_not_see(marker="add")


async def test_uploaded_files_are_asked_about_shown_and_added(
    user: User, studio: Studio, tmp_path: Path
) -> None:
    await user.open("/data")
    user.find(marker="empty-import").click()
    await user.should_see(TEXTS.IMPORT_TITLE)
    rows = "\n".join("0,0,1,0,0,0" for _ in range(50))
    file = tmp_path / "wave.csv"
    file.write_text(f"ax,ay,az,gx,gy,gz\n{rows}\n")
    await upload(user, file)
    await user.should_see("does not say its sample rate")
    the(user, ui.number, "rate").value = 104
    the(user, ui.select, "accel").value = "g"
    the(user, ui.select, "gyro").value = "dps"
    user.find(marker="read").click()
    await user.should_see("Read 1 take from wave.csv")
    assert not studio.shelf.exists
    user.find(marker="add").click()
    await user.should_see("Added: 1")
    assert [row.label for row in studio.shelf.rows()] == ["wave"]


async def test_an_archive_that_leads_out_of_its_folder_is_refused(
    user: User, studio: Studio, tmp_path: Path
) -> None:
    file = tmp_path / "bad.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../evil.csv", "ax\n1\n")
    await user.open("/data")
    user.find(marker="empty-import").click()
    await upload(user, file, "../../bad.zip")
    await user.should_see("is not allowed")
    assert [path.name for path in tmp_path.rglob("*")] == ["bad.zip"]
    assert not studio.shelf.exists


async def upload(user: User, file: Path, name: str = "") -> None:
    """Hand a file to the page as a browser does."""
    place = the(user, ui.upload)
    named = (name or file.name, file.read_bytes())
    told = await user.http_client.post(place.props["url"], files=[("file", named)])
    assert told.status_code == 200
