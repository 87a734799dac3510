"""The gallery and the big picture of a take under real hands: mouse, keyboard, hostile texts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tinyspark.dataset import Dataset, changes

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parent.parent.parent
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The synthetic takes, and one of a person with a strange name."""
    place = tmp_path / "takes"
    shutil.copytree(ROOT / "datasets" / "synthetic-gestures", place)
    dataset = Dataset.open(place)
    take = dataset.recordings[0].samples
    dataset.add(take[::-1], MARKUP, subject="</script><script>alert(2)</script>", session=MARKUP)
    return place


@pytest.fixture
def gallery(folder: Path, start_studio: Callable, open_page: Callable) -> Page:
    studio = start_studio(folder)
    page = open_page(studio.address)
    page.goto(studio.home + "/data")
    expect(page.locator(".thumb[data-take]").first).to_be_visible()
    return page


def thumb(page: Page, number: str) -> Locator:
    return page.locator(f".thumb[data-take^='{number}']")


def test_takes_are_chosen_by_mouse_and_keyboard(gallery: Page) -> None:
    chosen = gallery.get_by_role("option", selected=True)
    thumb(gallery, "000011").click()
    thumb(gallery, "000014").click(modifiers=["Shift"])
    expect(chosen).to_have_count(4)
    thumb(gallery, "000012").click(modifiers=["Control"])
    expect(chosen).to_have_count(3)
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("ArrowRight")
    gallery.keyboard.press("Space")
    expect(chosen).to_have_count(4)
    gallery.keyboard.press("Control+a")
    expect(gallery.get_by_text("101 of 101 chosen")).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(gallery.get_by_text("Takes: 101")).to_be_visible()


def test_only_what_is_in_sight_is_there(gallery: Page) -> None:
    assert gallery.locator(".thumb").count() < 60
    gallery.locator(".gallery").focus()
    gallery.keyboard.press("End")
    expect(thumb(gallery, "000095")).to_be_visible()
    expect(thumb(gallery, "000011")).to_have_count(0)
    assert gallery.locator(".thumb").count() < 80


def test_a_take_is_cut_by_dragging_a_handle(gallery: Page, folder: Path) -> None:
    thumb(gallery, "000011").dblclick()
    handle = gallery.get_by_role("slider").first
    expect(gallery.get_by_role("button", name="Drag the handles to cut")).to_be_visible()
    handle.hover()  # when the dialog has come to rest
    box = handle.bounding_box()
    assert box is not None
    gallery.mouse.down()
    gallery.mouse.move(box["x"] + 200, box["y"] + 60, steps=4)
    gallery.mouse.up()
    gallery.get_by_role("button", name="Keep").click()
    expect(gallery.get_by_text("Trimmed 1 take of 1.")).to_be_visible()
    [cut] = [take for take in Dataset.open(folder).recordings if take.id.startswith("000011")]
    was = changes.newest(folder, changes.read(folder))
    assert was is not None and was.rows_removed[0].id != cut.id
    assert 100 < len(cut.samples) < 190


def test_texts_of_a_dataset_run_nothing(gallery: Page) -> None:
    told: list[str] = []

    def heard(dialog: Dialog) -> None:
        told.append(dialog.message)
        dialog.dismiss()

    gallery.on("dialog", heard)
    expect(gallery.locator(".gallery-head bdi", has_text=MARKUP)).to_be_visible()
    thumb(gallery, "000101").dblclick()
    expect(gallery.get_by_text(f"session {MARKUP}")).to_be_visible()
    gallery.keyboard.press("Escape")
    gallery.get_by_label("Label").first.click()
    expect(gallery.get_by_role("option", name=MARKUP, exact=True)).to_be_visible()
    assert gallery.locator("img[src=x]").count() == 0
    assert told == []
