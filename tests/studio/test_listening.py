"""Listening to the board's own app: its answers heard twice over, and other thresholds tried."""

from array import array
from collections.abc import Callable

import small_models
from app_link import AppLink, connect
from board_at_hand import rest, wave
from fakes import run

from gesturekit.decision import NOTHING
from gesturekit.messages import SCORES_AND_SAMPLES
from gesturekit.model_format import Model
from gesturekit.plain_features import ENDED
from tinyspark.board.device import Device
from tinyspark.studio.listening import NO_EVENT, Listening
from tinyspark.studio.pages.live import headline
from tinyspark.studio.pages.live_bars import shown
from tinyspark.studio.texts import Live as Texts


class Heard:
    """A board that classifies with a model, and what is heard of it."""

    def __init__(self, model: Model, known: bool = True) -> None:
        self.device: Device
        self.link: AppLink
        self.device, self.link = connect(model)
        self.link.app.board.imu.scene = rest
        said = self.device.hello()
        self.listening = Listening(said, model if known else None, lambda index: index)
        self.begin()

    def begin(self) -> None:
        self.device.classify(SCORES_AND_SAMPLES)
        self.listening.begin_anew()
        self.listen(1)

    def listen(self, seconds: float) -> None:
        until = self.device.clock() + seconds
        while self.device.clock() < until:
            for message in self.device.messages(0.1):
                self.listening.hear(message)

    def move(self, scene: Callable = wave) -> None:
        self.link.app.board.imu.scene = scene
        self.listen(0.6)
        self.link.app.board.imu.scene = rest
        self.listen(1.2)


def test_the_same_samples_give_the_answers_that_the_board_reports() -> None:
    heard = Heard(small_models.imu())
    for _ in range(4):
        heard.move()
    answers = heard.listening.answers
    assert [answer.told for answer in answers] == [1] * 4
    assert [answer.event for answer in answers] == [ENDED] * 4
    assert [answer.best for answer in answers] == [1] * 4
    assert [answer.alone for answer in answers] == [True, False, False, False]
    assert all(40 < answer.duration < 80 for answer in answers)
    assert heard.listening.now.told == answers[-1].__class__(
        1, answers[-1].confidence, answers[-1].end, answers[-1].duration,
        told=1, clock=heard.listening.now.told.clock,
    )  # fmt: skip


def unsure(**changes: object) -> Model:
    """The model of any movement, but not quite sure of it."""
    model = small_models.imu(**changes)
    [layer] = model.layers
    return model._replace(layers=[layer._replace(biases=array("i", (0, 6000)))])


def test_other_thresholds_go_over_what_was_heard() -> None:
    heard = Heard(unsure())
    for _ in range(3):
        heard.move()
    listening = heard.listening
    confidence = listening.answers[0].confidence
    assert 128 < confidence < 255 and listening.model is not None
    for thresholds in (listening.model.thresholds, (0, 0), (255, confidence)):
        assert listening.with_thresholds(thresholds) == [1, 1, 1]
    assert listening.with_thresholds([0, confidence + 1]) == [NOTHING] * 3
    assert listening.with_thresholds([]) == [answer.told for answer in listening.answers]


def test_what_was_not_reported_is_there_for_lower_thresholds() -> None:
    heard = Heard(unsure(threshold=255))
    heard.move()
    [answer] = heard.listening.answers
    assert answer.told == NOTHING and heard.listening.now.told is None
    assert heard.listening.with_thresholds([0, 0]) == [1]


def test_a_pause_or_lost_samples_let_both_begin_anew() -> None:
    heard = Heard(small_models.imu())
    heard.move()
    heard.device.stop()
    run(heard.link.app, 500)
    heard.begin()
    heard.move()
    assert [answer.told for answer in heard.listening.answers] == [1, 1]
    assert [answer.alone for answer in heard.listening.answers] == [True, True]


def test_takes_of_a_button_are_answers_of_their_own() -> None:
    heard = Heard(small_models.proximity())
    app = heard.link.app
    for step in (2, -2):
        app.board.proximity.counts = 500
        app.board.down.add(1)
        for _ in range(20):
            app.board.proximity.counts += 10 * step
            heard.listen(0.1)
        app.board.down.clear()
        heard.listen(1)
    answers = heard.listening.answers
    assert [answer.told for answer in answers] == [0, 1]
    assert [answer.event for answer in answers] == [ENDED, ENDED]
    assert [answer.duration for answer in answers] == [3, 3]
    assert heard.listening.with_thresholds([255, 0]) == [NOTHING, 1]


def test_without_the_model_reports_are_all_there_is() -> None:
    heard = Heard(small_models.imu(), known=False)
    heard.move()
    [answer] = heard.listening.answers
    assert (answer.told, answer.event) == (1, NO_EVENT)
    assert heard.listening.with_thresholds([255, 255]) == [1]


def test_the_headline_says_what_goes_on() -> None:
    heard = Heard(small_models.imu())
    listening = heard.listening
    assert headline(None, 0.0) == ("", NOTHING)
    assert headline(listening, 0.0) == (Texts.STILL, NOTHING)
    heard.link.app.board.imu.scene = wave
    heard.listen(0.4)
    assert headline(listening, 0.0) == (Texts.MOVING, NOTHING)
    heard.link.app.board.imu.scene = rest
    heard.listen(1.2)
    told = listening.now.told
    assert told is not None
    assert headline(listening, told.clock + 1) == ("away", 1)
    assert headline(listening, told.clock + 5) == (Texts.STILL, NOTHING)
    assert shown(listening, told.clock + 1)[1] == told.confidence


def test_a_movement_that_is_unknown_is_said_for_a_moment() -> None:
    heard = Heard(small_models.imu(unknown=1))
    heard.move()
    [answer] = heard.listening.answers
    assert answer.told == NOTHING
    assert headline(heard.listening, answer.clock) == (Texts.UNKNOWN, NOTHING)
    assert headline(heard.listening, answer.clock + 5) == (Texts.STILL, NOTHING)
