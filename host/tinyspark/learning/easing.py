"""How much `unknown` is held back, where it would cost too many gestures.

Made-up movement is a guess of what people will do. Where gestures that a model has not seen look
like that to it, since takes are few or every person moves otherwise, its unknown output competes
with some logits less. Knows answers, no takes' samples.
"""

from collections.abc import Sequence

from gesturekit import golden
from gesturekit.model_format import MAX_BIAS, NO_LABEL, Model
from gesturekit.plain_network import LOGIT_UNIT

LEVELS = (0, 0.25, 0.5)  # logits; more would let too much everyday movement pass
UNTOLD = 2  # of the levels, where nothing is known about gestures that the model has not seen


def units(model: Model, logits: float) -> int:
    """Return so many logits in sums of the model's last layer, at most what its bias allows."""
    last = model.layers[-1]
    wanted = round(logits * LOGIT_UNIT * 2**last.shift / last.multiplier)
    return min(wanted, last.biases[model.unknown] + MAX_BIAS)


def held_back(model: Model, logits: float) -> Model:
    """Return the model with its unknown output held back; the golden window is made anew."""
    if model.unknown == NO_LABEL or not logits:
        return model
    *first, last = model.layers
    biases = last.biases[:]
    biases[model.unknown] -= units(model, logits)
    eased = model._replace(layers=[*first, last._replace(biases=biases)])
    window = model.golden
    return eased._replace(golden=golden.of(eased, window.count, window.data))


def level(shares: Sequence[float], without: float, given: float) -> int:
    """Return the place of the lowest of LEVELS that costs few gestures, else of the highest.

    shares: of the gestures that are reported at each level; without: likewise, if nothing were
    unknown; given: the share that unknown may cost.
    """
    enough = [place for place, share in enumerate(shares) if share >= without - given]
    return min(enough, default=len(LEVELS) - 1)
