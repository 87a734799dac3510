"""Classifying: the model's gestures, told over the link and shown on the pixels.

Knows when a model is asked and who hears of it; what it answers is gesturekit's business.
"""

from array import array
from struct import pack_into

import indicator
from course import CourseTake
from gesturekit import messages
from gesturekit.inference import HALF
from gesturekit.messages import INDEX_WRAP
from modes import BOTH, BUTTONS, IMU, PROXIMITY, Mode

FAR = 1 << 28  # samples, a month of them: the classifier then goes on from a smaller number
_SCORES, _SCORES_FORM, _SCORES_HEAD = messages.head("scores")
_DETECTION, _FORM, _DETECTION_SIZE = messages.head("detection")


def mode(app, scores):
    """Return the mode that suits the app's model, which must be there."""
    kinds = {
        IMU: ClassifyStream,
        BOTH: ClassifyBoth,
        PROXIMITY: ClassifyTake,
        BUTTONS: ClassifyButtons,
    }
    return kinds[app.loaded.sensor](app, scores)


class Classify(Mode):
    """The base: telling and showing. scores: 0, or what of messages.py to send too."""

    number = messages.CLASSIFY
    look = indicator.CLASSIFY

    def __init__(self, app, scores):
        super().__init__(app)
        self._loaded = app.loaded
        self._classifier = app.loaded.classifier
        self._scores = scores
        self.needs_host = scores > 0

    def begin(self, now):
        self._classifier.reset()

    def _tell(self, index, end):
        """index: one past the newest sample; end: one past the last one of the gesture."""
        if self._scores:
            self._send_result(index % INDEX_WRAP)
        if self._classifier.detection >= 0:
            self._send_detection(end % INDEX_WRAP)
            self._show(indicator.label_color(self._classifier.detection))

    def _send_result(self, index):
        outbox, classifier = self.app.outbox, self._classifier
        at = outbox.open()
        pack_into(_SCORES_FORM, outbox.payloads, at, _SCORES, 0, index, classifier.active)
        at += _SCORES_HEAD
        for label in range(len(classifier.confidences)):
            outbox.payloads[at + label] = classifier.confidences[label]
        outbox.commit(_SCORES_HEAD + len(classifier.confidences))

    def _send_detection(self, end):
        outbox, found = self.app.outbox, self._classifier
        at = outbox.open()
        label, confidence, duration = found.detection, found.confidence, found.duration
        pack_into(_FORM, outbox.payloads, at, _DETECTION, 0, end, label, confidence, duration)
        outbox.commit(_DETECTION_SIZE)

    def _show(self, color):
        self.app.indicator.flash(color)


class ClassifyStream(Classify):
    """All samples of the IMU, all the time."""

    sensor = IMU

    def __init__(self, app, scores):
        super().__init__(app, scores)
        self._unknown = app.loaded.model.unknown

    def new_samples(self, source, count):
        samples, classifier = source.samples, self._classifier
        if classifier.pushed >= FAR:
            classifier.rebase()
        at = 0
        while at < count:
            at += classifier.push(samples, source.width * at, count - at)
            if classifier.news:
                index = source.first + at
                self._tell(index, index - (classifier.pushed - classifier.end))
                if classifier.best == self._unknown and not classifier.active:
                    self.app.indicator.hint(indicator.UNKNOWN)
        if self._scores == messages.SCORES_AND_SAMPLES:
            for at in range(count):
                self.app.outbox.push(samples, source.width * at, source.first + at)

    def gap(self):
        self._classifier.reset()


class ClassifyBoth(ClassifyStream):
    """The same with proximity; nothing is recognized without that sensor."""

    sensor = BOTH

    def gap(self):
        super().gap()
        if not self.app.proximity.working:
            self.app.link.say("The proximity sensor does not answer; nothing is recognized.")


class ClassifyTake(Classify):
    """The course's take at every press of Button 1."""

    sensor = PROXIMITY

    def __init__(self, app, scores):
        super().__init__(app, scores)
        self._course = CourseTake(app)
        self._take = array("h", bytes(2 * self._loaded.model.take))
        self._taken = 0

    def leave(self):
        self._course.end()

    def button_1(self, now):
        if not self._course.active:
            self._taken = 0
            self._course.begin(len(self._take), now)

    def step(self, now):
        value = self._course.step(now)
        if self._course.failed:
            self._course.failed = False
            self.app.indicator.show(self.look)
            self.app.link.say("The proximity sensor did not answer; the take is void.")
        if value is not None:
            self._take[self._taken] = value
            self._taken += 1
            if self._taken == len(self._take):
                self._finish()

    def _finish(self):
        self.app.indicator.show(self.look)
        self._classifier.classify(self._take)
        index = self.app.proximity.index
        if self._scores == messages.SCORES_AND_SAMPLES:
            first = index - len(self._take)
            for at in range(len(self._take)):
                self.app.outbox.push(self._take, at, first + at)
        self._tell(index, index)
        if self._classifier.detection < 0:
            self.app.indicator.flash(indicator.UNKNOWN)


class ClassifyButtons(Classify):
    """Buttons 1 and 2 are the inputs, asked about at every change; the LED is the answer.

    It lights up while the first output is at least one half.
    """

    sensor = BUTTONS

    def __init__(self, app, scores):
        super().__init__(app, scores)
        self._sample = array("h", (0, 0, 1))

    def begin(self, now):
        super().begin(now)
        self._sample[0] = -1  # neither up nor down: the first step asks

    def leave(self):
        self.app.board.led(False)
        self.app.indicator.hold(None)

    def step(self, now):
        changed = False
        for place, button in enumerate(self.app.buttons):
            changed |= self._sample[place] != button.pressed
            self._sample[place] = button.pressed
        if changed:
            self._ask()

    def _ask(self):
        self._classifier.classify(self._sample)
        self._tell(self._classifier.pushed, self._classifier.end)
        self.app.board.led(self._classifier.confidences[0] >= HALF)
        if self._classifier.detection < 0:
            self.app.indicator.hold(None)

    def _show(self, color):
        self.app.indicator.hold(color)
