"""Bytes that begin as something good and are damaged a little, the same for the same seed.

Runs on both interpreters. Knows no format: the good examples and the words that hurt come from
the targets.
"""

from random_models import Random

EDGES = (0, 1, 0x1B, 0x22, 0x7F, 0x80, 0x9B, 0xFF)
_NOISE = 24  # bytes at most that are made up at once
LONGEST = 8192  # bytes of an input that grew


class Mutator:
    """Makes inputs: each is one of `examples` with up to four places changed, now and then noise.

    words: pieces that mean something in the format, put in or over what is there; longest: bytes
    of an input.
    """

    def __init__(self, seed, examples, words=(), longest=LONGEST):
        self.random = Random(seed)
        self._examples = examples
        self._words = words
        self._longest = longest
        self._ways = (
            self._edge,
            self._flip,
            self._cut_out,
            self._twice,
            self._splice,
            self._noise,
        ) + (self._word,) * bool(words)

    def input(self):
        """Return the next input, bytes."""
        random = self.random
        if random.below(32) == 0:
            return self._made_up()
        data = self.example()
        for _ in range(random.between(1, 4)):
            data = random.choice(self._ways)(data)
        if random.below(8) == 0:
            data = data[: random.below(len(data) + 1)]
        return data[: self._longest]

    def example(self):
        return self.random.choice(self._examples)

    def _edge(self, data):
        return self._put(data, bytes((self.random.choice(EDGES),)), 1)

    def _flip(self, data):
        at = self.random.below(len(data) + 1)
        if at == len(data):
            return data
        return data[:at] + bytes((data[at] ^ 1 << self.random.below(8),)) + data[at + 1 :]

    def _cut_out(self, data):
        return self._put(data, b"", self.random.below(16))

    def _twice(self, data):
        at = self.random.below(len(data) + 1)
        return data[: at + self.random.below(32)] + data[at:]

    def _splice(self, data):
        other = self.example()
        return data[: self.random.below(len(data) + 1)] + other[self.random.below(len(other)) :]

    def _noise(self, data):
        return self._put(data, self._made_up(), self.random.below(4))

    def _word(self, data):
        word = self.random.choice(self._words)
        return self._put(data, word, len(word) if self.random.below(2) else 0)

    def _put(self, data, piece, over):
        """Put piece in the place of `over` bytes somewhere."""
        at = self.random.below(len(data) + 1)
        return data[:at] + piece + data[at + over :]

    def _made_up(self):
        random = self.random
        return bytes([random.below(256) for _ in range(random.below(_NOISE))])


class FuzzError(Exception):
    """A target broke a promise: the message has all that is needed to see it again."""


def fuzz(target, mutator, count):
    """Give a target so many inputs; FuzzError names the first that it does not take well."""
    for number in range(count):
        data = mutator.input()
        try:
            target(data)
        except Exception as error:
            raise FuzzError(f"input {number}, {data!r}: {error!r}") from error
