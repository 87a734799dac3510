"""Push samples, get detections: window, segmenter, features, network and decision joined.

Knows nothing of sensors, ports and clocks; everything it needs is in the model. All buffers are
made once, in the constructor.
"""

import array

from gesturekit import segmenter
from gesturekit.decision import NOTHING, Decision
from gesturekit.features import Gesture, Raw
from gesturekit.inference import Network
from gesturekit.sample import AXES
from gesturekit.segmenter import Segmenter
from gesturekit.window import Window


class Classifier:
    """One model at work.

    After push() has returned True, or after classify():
    active       movement is going on
    confidences  bytearray, 0..255 for each label (shares of softmax, else levels of 0..1); all 0
                 while there is nothing to say
    detection    number of the label detected with this sample, or -1; confidence: 0..255
    end          samples pushed when the gesture ended; duration: its length in samples
    best         number of the label of a result, or -1; before threshold and hold-off
    """

    def __init__(self, model):
        self.model = model
        names = AXES[model.sensor]
        self._columns = [names.index(axis) for axis in model.axes]
        self._network = Network(model)
        self.confidences = self._network.confidences
        if model.trigger == "button":
            self._features = Raw(model.axes, model.take)
            self._take = array.array("h", bytes(2 * self._features.size))
        else:
            self._features = Gesture(model.axes)
            self._window = Window(len(model.axes), model.window + model.quiet)
            self._segmenter = Segmenter(model)
            self._decision = Decision(model)
        self.features = array.array("h", bytes(2 * self._features.size))
        self._restart()

    def _restart(self):
        self.active = False
        self.detection = self.best = NOTHING
        self.confidence = self.end = self.duration = 0
        self._seen = 0  # samples since the start or the last reset
        self._rest()

    def reset(self):
        """Forget the samples so far, such as after a gap; they stay counted."""
        self._restart()
        if self.model.trigger == "stream":
            self._segmenter.reset()
            self._decision.reset()

    def push(self, samples, at):
        """Take one sample (all axes of the sensor, from samples[at]); True: there is news.

        News is a result or the passing of another hop. samples: array of int16.
        """
        model = self.model
        window = self._window
        window.put(samples, at, self._columns)
        self._seen += 1
        movement = window.movement(model.lag) if self._seen > model.lag else 0
        event = self._segmenter.step(movement)
        self.active = self._segmenter.active
        self.detection = self.best = NOTHING
        if event != segmenter.NOTHING and self._worthwhile():
            self._look(event)
            return True
        if window.count % model.hop:
            return False
        self._rest()
        return True

    def classify(self, samples):
        """Take a whole button take: `take` samples of all axes of the sensor, array of int16."""
        take = self.model.take
        width = len(AXES[self.model.sensor])
        for axis, column in enumerate(self._columns):
            for at in range(take):
                self._take[axis * take + at] = samples[at * width + column]
        self._features.compute(self._take, 0, take, take, self.features)
        self.best = self._network.run(self.features)
        self.confidence = self.confidences[self.best]
        self.detection = self.best if self.confidence >= self.model.threshold else NOTHING
        self.end = self.duration = take

    def _worthwhile(self):
        """Is the movement long and strong enough to be one of the gestures?"""
        span = self._segmenter
        return span.end - span.begin >= self.model.least and span.peak >= self.model.peak

    def _look(self, event):
        span, window = self._segmenter, self._window
        self.end = span.end
        self.duration = span.end - span.begin
        start = window.start(span.begin)
        self._features.compute(window.data, start, window.stride, self.duration, self.features)
        self.best = self._network.run(self.features)
        self.confidence = self.confidences[self.best]
        if event == segmenter.ENDED:
            decide = self._decision.ended
        elif event == segmenter.LASTING:
            decide = self._decision.lasting
        else:
            decide = self._decision.lasting_ended
        self.detection = decide(self.best, self.confidence, self.end)

    def _rest(self):
        """Without a result there is nothing to say but that the board is still."""
        still = not self.active
        for label in range(len(self.confidences)):
            self.confidences[label] = 255 if still and label == self.model.idle else 0
