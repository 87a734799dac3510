"""Push samples, get detections: stream, features, network and decision joined.

Knows nothing of sensors, ports and clocks; everything it needs is in the model. All buffers are
made once, in the constructor.
"""

import array

from gesturekit import features, golden, kernels
from gesturekit.decision import NOTHING, Decision
from gesturekit.inference import Network
from gesturekit.plain_features import (
    ACTIVE,
    AVERAGE,
    BEGIN,
    COUNT,
    END,
    ENDED,
    EVENT,
    HOPPED,
    PEAK,
    START,
)
from gesturekit.plain_network import LEVEL
from gesturekit.sample import AXES
from gesturekit.stream import Stream

STILL, MOVING, ANSWER = 0, 1, 2  # what confidences tell


class Classifier:
    """One model at work. code: kernels or plain, what computes.

    warning: why the readable code computes instead, or None.
    When push() leaves `news`, or after classify():
    active       movement is going on
    confidences  bytes, 0..255 for each label (shares of softmax, else levels of 0..1); all 0
                 while there is nothing to say; what is too far from its best label's prototype
                 is surely unknown
    sums         of the last layer, one for each label, of the last result: array of int32
    detection    number of the label detected with this sample, or -1; confidence: 0..255
    pushed       samples so far; end: of them, when the gesture ended; duration: its length
    best         number of the label of a result, or -1; before threshold and hold-off
    event        what a result came with: ENDED, LASTING or LASTING_ENDED
    """

    def __init__(self, model, code=kernels):
        self.model = model
        names = AXES[model.sensor]
        self._columns = [names.index(axis) for axis in model.axes]
        self.pushed = 0
        sound = golden.working(model, code)
        self.warning = None if sound is code else "the fast code computes otherwise on this board"
        self._network = Network(model, sound)
        self.confidences = self._network.confidences
        self.sums = self._network.sums
        self._features = features.of(model, sound)
        self.features = self._features.vector
        self._decision = Decision(model)
        self._decide = self._decision.of_events
        if model.trigger == "button":
            self._take = array.array("h", bytes(2 * len(self.features)))
        else:
            self._least = -(-model.least // model.average)  # means; shorter ones are ignored
            self._peak = model.peak  # and weaker ones
            self._stream = Stream(model, self._columns, sound)
        self._restart()

    def _restart(self):
        self.news = self.active = False
        self.detection = self.best = NOTHING
        self.confidence = self.end = self.duration = self.event = 0
        self._shown = ANSWER
        self._rest(STILL)

    def reset(self):
        """Forget the samples so far, such as after a gap; they stay counted."""
        self._restart()
        self._decision.reset()
        if self.model.trigger == "stream":
            self._stream.reset()

    def rebase(self):
        """Let `pushed` and `end` be smaller by as much, before they outgrow small integers."""
        samples = self._stream.rebase()
        self.pushed -= samples
        self.end -= samples
        self._decision.rebase(samples)

    def push(self, samples, at, count):
        """Take up to `count` samples (all axes of the IMU, from samples[at] on), or until news.

        Returns how many were taken; `news` says whether there is some: a result, or the passing
        of another hop. samples: array of int16.
        """
        taken = self._stream.push(samples, at, count)
        self.pushed += taken
        state = self._stream.state
        self.news = False
        if state[EVENT] or state[HOPPED]:
            self._hear(state)
        return taken

    def classify(self, samples):
        """Take a whole button take: `take` samples of all axes of the sensor, array of int16."""
        take = self.model.take
        width = len(AXES[self.model.sensor])
        to = 0
        for column in self._columns:
            for at in range(take):
                self._take[to] = samples[at * width + column]
                to += 1
        self._features.compute(self._take, 0, take, take)
        self.best = self._network.answer(self.features)
        self.confidence = self.confidences[self.best]
        self.pushed += take
        self.end = self.pushed
        self._decision.reset()  # takes have nothing to do with each other
        self.event = ENDED
        self.detection = self._decision.ended(self.best, self.confidence, self.end)
        self.duration = take

    def _hear(self, state):
        """Something happened with the newest sample, or a hop has passed."""
        self.active = state[ACTIVE] != 0
        self.detection = self.best = NOTHING
        length = state[END] - state[BEGIN]
        if state[EVENT] and length >= self._least and state[PEAK] >= self._peak:
            self._look(state, length)
            self.news = True
        elif state[HOPPED]:
            self._rest(MOVING if self.active else STILL)
            self.news = True

    def _look(self, state, length):
        """Ask the network about the movement, whose length is in means."""
        stream = self._stream
        self.end = self.pushed - (state[COUNT] - state[END]) * state[AVERAGE]
        self.duration = length * state[AVERAGE]
        self._features.compute(stream.data, state[START], stream.stride, length)
        self.best = self._network.answer(self.features)
        self.confidence = self.confidences[self.best]
        self._shown = ANSWER
        self.event = state[EVENT]
        self.detection = self._decide[self.event](self.best, self.confidence, self.end)

    def _rest(self, what):
        """Without a result there is nothing to say but that the board is still."""
        if what == self._shown:
            return
        self._shown = what
        for label in range(len(self.confidences)):
            self.confidences[label] = LEVEL if what == STILL and label == self.model.idle else 0
