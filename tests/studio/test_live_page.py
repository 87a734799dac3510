"""The page Live as somebody sees it: bars, a log, thresholds that are tried, takes put right."""

import hashlib
import time
from dataclasses import replace

import numpy as np
import small_models
from nicegui.testing import User
from scripted import HELLO

from gesturekit import messages, model_format
from gesturekit.decision import NOTHING
from gesturekit.model_format import Model
from gesturekit.plain_features import ENDED, LASTING
from tinyspark.board import identity
from tinyspark.board.identity import Hello
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.studio.data import repairs
from tinyspark.studio.listening import Answer, Listening, Now
from tinyspark.studio.pages.live import missing
from tinyspark.studio.pages.live_log import entries
from tinyspark.studio.standing import GONE, THERE, Standing
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Absent
from tinyspark.studio.texts import Live as Texts


def said(**fields: object) -> Hello:
    whole = {**HELLO, "model_hash": bytes(31) + b"1", "labels": b"closer\naway", **fields}
    return identity.read(messages.decode(messages.encode("hello", 0, *whole.values())))


def answered(*answers: Answer, model: Model | None = None) -> Listening:
    listening = Listening(said(), model or small_models.imu(), lambda index: index)
    listening.answers = answers
    return listening


def answer(confidence: int, told: int = 1, event: int = ENDED, end: int = 100) -> Answer:
    return Answer(1, confidence, end, 40, end, event, told=told, clock=time.time())


def listen(studio: Studio, listening: Listening) -> None:
    studio.seat.held.standing = Standing(THERE, hello=listening.said)
    studio.live.listening = listening
    if listening.model is not None:
        studio.live.thresholds = tuple(listening.model.thresholds)


def test_what_is_missing_is_said(studio: Studio) -> None:
    studio.seat.close()  # nobody looks for a board that is said to be gone
    assert missing(studio)[0] == Absent.NO_BOARD
    listen(studio, Listening(said(model_hash=bytes(32)), None, int))
    assert missing(studio)[0] == Texts.NO_MODEL
    listen(studio, Listening(said(), None, int))
    assert missing(studio)[0] == Texts.OTHER_MODEL
    listen(studio, answered())
    assert missing(studio) == ("", "", "")
    studio.seat.held.standing = replace(studio.seat.standing, state=GONE)
    assert missing(studio)[0] == Absent.GONE


def test_the_log_has_what_is_worth_a_line(studio: Studio) -> None:
    lasting = answer(100, NOTHING, LASTING, end=50)
    listen(studio, answered(lasting, answer(240), answer(100, NOTHING, end=900)))
    assert [entry.told for entry in entries(studio.live)] == [NOTHING, 1]
    studio.live.try_threshold(1, 250)
    assert [(entry.told, entry.would) for entry in entries(studio.live)] == [
        (NOTHING, NOTHING),
        (1, NOTHING),
    ]


async def test_bars_show_how_sure_the_board_is(user: User, studio: Studio) -> None:
    listening = answered()
    listen(studio, listening)
    await user.open("/live")
    await user.should_see("closer")
    await user.should_see(Texts.NOTHING_YET)
    listening.now = Now(True, bytes((51, 204)))
    await user.should_see("20 %")
    await user.should_see("80 %")
    await user.should_see(Texts.MOVING)
    listening.now = replace(listening.now, told=answer(204))
    await user.should_see(marker="headline", content="away")


async def test_without_a_model_there_is_nothing_to_miss(user: User, studio: Studio) -> None:
    await user.open("/live")
    await user.should_see(Absent.NO_BOARD)
    for words in (Texts.MISSED, Texts.LOG, Texts.CERTAINTY):
        await user.should_not_see(words)
    listen(studio, Listening(said(model_hash=bytes(32)), None, int))
    await user.should_see(Texts.NO_MODEL)
    await user.should_not_see(Texts.MISSED)
    listen(studio, answered())
    for words in (Texts.MISSED, Texts.LOG, Texts.CERTAINTY):
        await user.should_see(words)


async def test_a_dragged_threshold_shows_what_it_would_change(user: User, studio: Studio) -> None:
    listen(studio, answered(answer(200), answer(240, end=900)))
    await user.open("/live")
    await user.should_see(Texts.AS_IS.format(count=2, told=2))
    await user.should_not_see(Texts.USE)
    [slider] = user.find(marker="threshold-1").elements
    assert slider.props["level"] == 50
    user.find(marker="threshold-1").trigger("moved", 90)
    await user.should_see(Texts.WOULD.format(count=2, told=2, would=1))
    await user.should_see(Texts.WOULD_BE.format(label=Texts.NOTHING))
    user.find(Texts.BACK).click()
    await user.should_see(Texts.AS_IS.format(count=2, told=2))
    assert slider.props["level"] == 50


async def test_used_thresholds_wait_for_a_deploy(user: User, studio: Studio) -> None:
    model = small_models.imu()
    studio.model.write_bytes(model_format.dump(model))
    listen(studio, answered(answer(200), model=model))
    await user.open("/live")
    await user.should_not_see(Texts.MUST_DEPLOY)
    user.find(marker="threshold-1").trigger("moved", 90)
    await user.should_see(Texts.USE)
    user.find(Texts.USE).click()
    await user.should_see(Texts.MUST_DEPLOY)
    await user.should_see(Texts.USED_ALREADY)
    await user.should_not_see(Texts.USE)
    user.find(marker="threshold-1").trigger("moved", 80)
    await user.should_see(Texts.USE)
    user.find(Texts.BACK).click()  # to the board's: they may go back into the file, too
    await user.should_see(Texts.MUST_DEPLOY)
    user.find(marker="threshold-1").trigger("moved", 90)
    digest = hashlib.sha256(studio.model.read_bytes()).hexdigest()
    said_now = replace(said(), model_hash=digest)
    listen(studio, Listening(said_now, model_format.load(studio.model.read_bytes()), int))
    await user.should_not_see(Texts.MUST_DEPLOY)
    await user.should_not_see(Texts.USED_ALREADY)


async def test_a_wrong_answer_goes_into_the_dataset(user: User, studio: Studio) -> None:
    listen(studio, answered(answer(200)))
    studio.seat.tape.begin(IMU)
    studio.seat.tape.write(np.arange(1200, dtype=np.int16).reshape(200, 6))
    await user.open("/live")
    user.find(Texts.PERCENT.format(label="away", share=78))
    user.find(marker="wrong").click()
    await user.should_see(Texts.WHAT)
    user.find(marker="right-label").type("circle")
    user.find(Texts.ADD).click()
    await user.should_see(Texts.ADDED.format(label="circle"), retries=60)  # the disk may be slow
    [take] = Dataset.open(studio.folder).recordings
    await user.should_see(Texts.RIGHTED.format(label="circle"))
    await user.should_not_see(marker="wrong")
    repairs.relabel(studio.shelf, [take.id], "wave")
    await user.should_see(Texts.RIGHTED.format(label="wave"))
    assert take.label == "circle" and take.samples[0, 0] == 6 * (100 - 40 - 42)


async def test_what_cannot_be_put_right_is_said(user: User, studio: Studio) -> None:
    listen(studio, answered(answer(200)))
    await user.open("/live")
    user.find(Texts.MISSED).click()
    user.find(marker="right-label").type("circle")
    user.find(Texts.ADD).click()
    await user.should_see("no samples", retries=60)
    assert not studio.folder.exists()


async def test_texts_of_a_board_are_never_markup(user: User, studio: Studio) -> None:
    listening = Listening(said(labels=b"<b>x</b>\n<i>y</i>"), small_models.imu(), int)
    listen(studio, listening)
    await user.open("/live")
    await user.should_see("<b>x</b>")
