"""Results over time -> a gesture reported once, or nothing.

A movement that has ended is decided by one result; one that lasts needs equal results in a row
and reports a label once, until another takes over. After a detection comes a hold-off. Knows
labels as numbers and time as counts of samples.
"""

from gesturekit.plain_features import ENDED, LASTING, LASTING_ENDED

NOTHING = -1


class Decision:
    """Each method returns the label detected, or NOTHING."""

    def __init__(self, model):
        self._thresholds = model.thresholds
        self._repeats = model.repeats
        self._holdoff = model.holdoff
        self._never = (model.idle, model.unknown)
        # what takes the result for each event of a stream
        self.of_events = {
            ENDED: self.ended,
            LASTING: self.lasting,
            LASTING_ENDED: self.lasting_ended,
        }
        self.reset()

    def reset(self):
        """Forget the movement in progress and any hold-off."""
        self._last = NOTHING
        self._row = 0
        self._reported = NOTHING
        self._free = 0  # the first sample at which a detection may end

    def rebase(self, samples):
        """Ends will be this much smaller from now on."""
        self._free = max(0, self._free - samples)

    def ended(self, best, confidence, end):
        """Decide a movement by its only result; end is its end in samples."""
        label = self._accept(best, confidence, end)
        self._forget()
        return label

    def lasting(self, best, confidence, end):
        """Take one more result of a movement that goes on."""
        self._row = self._row + 1 if best == self._last else 1
        self._last = best
        if self._row < self._repeats or best == self._reported:
            return NOTHING
        label = self._accept(best, confidence, end)
        if label != NOTHING:
            self._reported = label
        return label

    def lasting_ended(self, best, confidence, end):
        """Decide what a long movement ended with, unless something was reported during it."""
        label = NOTHING
        if self._reported == NOTHING:
            label = self._accept(best, confidence, end)
        self._forget()
        return label

    def _accept(self, best, confidence, end):
        if confidence < self._thresholds[best] or best in self._never or end < self._free:
            return NOTHING
        self._free = end + self._holdoff
        return best

    def _forget(self):
        self._last = self._reported = NOTHING
        self._row = 0
