"""What the board recognizes while somebody looks, and what other thresholds would have reported.

The board sends what it is fed, too: the same samples go through the same Classifier here, whose
answers (before thresholds) are kept, so that a Decision with other thresholds can go over them.
Knows no page and no file.
"""

import array
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gesturekit.classifier import Classifier
from gesturekit.decision import NOTHING, Decision
from gesturekit.messages import INDEX_WRAP, Message
from gesturekit.model_format import Model
from gesturekit.plain_features import ENDED
from gesturekit.plain_network import LEVEL
from gesturekit.sample import SENSORS
from tinyspark.board import capture
from tinyspark.board.identity import Hello
from tinyspark.dataset.naming import REST_LABELS

MOST = 300  # answers that are kept
NO_EVENT = -1  # of a detection of a model that we do not know


@dataclass(frozen=True)
class Answer:
    """What the model said of one movement. best: its label; confidence: 0..255.

    end: by the board's count of samples, one past the last of the movement; duration: in samples;
    at: the same on the tape; event: of plain_features.py; alone: it has nothing to do with the one
    before; told: the label that the board reported, NOTHING if none; clock: when, in seconds since
    1970.
    """

    best: int
    confidence: int
    end: int
    duration: int
    at: int = 0
    event: int = NO_EVENT
    alone: bool = False
    told: int = NOTHING
    clock: float = 0.0


@dataclass(frozen=True)
class Now:
    """What is going on. confidences: of each label, 0..255; told: what the board reported last.

    answered: the confidences of the latest answer, and at which clock it came.
    """

    active: bool = False
    confidences: bytes = b""
    told: Answer | None = None
    answered: bytes = b""
    clock: float = 0.0


class Listening:
    """What one board says about its model. model: as the board has it; None: we do not know it.

    place: the number on the tape of a sample with the board's number.
    """

    def __init__(self, said: Hello, model: Model | None, place: Callable[[int], int]) -> None:
        self.said = said
        self.model = model
        self._place = place
        self.now = Now()
        self.answers: tuple[Answer, ...] = ()
        self._kept: deque[Answer] = deque(maxlen=MOST)
        streamed = model is not None and model.trigger == "stream"
        self._classifier = Classifier(model) if model is not None and streamed else None
        self.begin_anew()

    def begin_anew(self) -> None:
        """The board's classifier has forgotten all, and so does ours; answers stay."""
        self._next: int | None = None  # the board's number of the sample that comes next
        self._fresh = True
        self.now = replace(self.now, active=False, confidences=b"")
        if self._classifier is not None:
            self._classifier.reset()

    def hear(self, message: Message) -> None:
        """Take in what the board says."""
        if message.name == "scores":
            self._hear_scores(message)
        elif message.name == "detection":
            self._hear_detection(message)
        elif message.name == "samples" and self._classifier is not None:
            self._hear_samples(message, self._classifier)

    def with_thresholds(self, thresholds: Sequence[int]) -> list[int]:
        """Return for each of the answers what a board with these would have reported.

        What it did report, when we do not know its model, or these are of another one.
        """
        if self.model is None or len(thresholds) != len(self.model.thresholds):
            return [answer.told for answer in self.answers]
        changed = self.model._replace(thresholds=array.array("B", thresholds))
        decision = Decision(changed)
        found, before = [], 0
        for answer in self.answers:
            if answer.alone or answer.end < before:
                decision.reset()
            before = answer.end
            decide = decision.of_events.get(answer.event)
            found.append(
                decide(answer.best, answer.confidence, answer.end) if decide else answer.told
            )
        return found

    def _hear_scores(self, message: Message) -> None:
        confidences = bytes(message.fields.confidences)
        self.now = replace(self.now, active=bool(message.fields.active), confidences=confidences)
        if any(confidences) and not self._lies_still(confidences):
            self.now = replace(self.now, answered=confidences, clock=time.time())
        if self.model is not None and self._classifier is None and any(confidences):
            best = max(range(len(confidences)), key=confidences.__getitem__)
            end, take = message.fields.index, self.model.take
            self._keep(Answer(best, confidences[best], end, take, event=ENDED, alone=True))

    def _lies_still(self, confidences: bytes) -> bool:
        """Whether this is no answer: a board at rest is sure to be idle."""
        best = confidences.index(max(confidences))
        return confidences[best] == LEVEL and self.said.labels[best : best + 1] == (
            REST_LABELS[0],
        )

    def _hear_detection(self, message: Message) -> None:
        found = message.fields
        told = Answer(found.label, found.confidence, found.index, found.duration)
        told = replace(told, told=found.label, clock=time.time())
        self._keep(told)
        self.now = replace(self.now, told=told)

    def _hear_samples(self, message: Message, classifier: Classifier) -> None:
        """Let the classifier hear what the board's has heard, and keep its answers."""
        samples = capture.decode(message)
        if message.fields.sensor != SENSORS.index(classifier.model.sensor) or not len(samples):
            return
        if self._next is not None and message.fields.index != self._next:
            classifier.reset()  # as the board does when it loses samples
            self._fresh = True
        self._next = (message.fields.index + len(samples)) % INDEX_WRAP
        self._push(samples, self._next, classifier)

    def _push(self, samples: np.ndarray, after: int, classifier: Classifier) -> None:
        """after: the board's number of the sample behind these."""
        rows = array.array("h", samples.tobytes())
        width, count, at = samples.shape[1], len(samples), 0
        while at < count:
            at += classifier.push(rows, width * at, count - at)
            if classifier.news and classifier.best != NOTHING:
                behind = count - at + classifier.pushed - classifier.end
                answer = Answer(
                    classifier.best,
                    classifier.confidence,
                    (after - behind) % INDEX_WRAP,
                    classifier.duration,
                    event=classifier.event,
                    alone=self._fresh,
                )
                self._fresh = False
                self._keep(answer)

    def _keep(self, answer: Answer) -> None:
        """Keep an answer; what is told of one that is kept already is joined with it."""
        answer = replace(answer, at=self._place(answer.end), clock=answer.clock or time.time())
        for place, other in enumerate(self._kept):
            if other.end == answer.end and (other.event == NO_EVENT) != (answer.event == NO_EVENT):
                known, told = (other, answer) if answer.event == NO_EVENT else (answer, other)
                self._kept[place] = replace(known, told=told.told, clock=other.clock)
                break
        else:
            self._kept.append(answer)
        self.answers = tuple(self._kept)
