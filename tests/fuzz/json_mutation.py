"""JSON that stays JSON while values, names and lists in it are replaced by ones that hurt.

Knows no format; a third of its inputs are the bytes of an example, damaged as mutation.py does.
"""

import copy
import json
from collections.abc import Sequence
from typing import Any

from mutation import Mutator

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    10**30,
    0.5,
    1e308,
    -1e-9,
    "",
    "a",
    "1",
    "\x1b[2J\x9b2J",
    "\u202ea\u200b",
    "\ud800",
    "\0",
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "CON",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "recordings/1.csv",
    [],
    [[]],
    [1, 2, 3],
    ["a"] * 8,
    {},
    {"a": 1},
)


class JsonMutator:
    """Makes inputs as Mutator does."""

    def __init__(self, seed: int, examples: Sequence[bytes], words: Sequence[bytes]) -> None:
        self._bytes = Mutator(seed, examples, words)
        self._values = [json.loads(example) for example in examples]
        self.random = self._bytes.random

    def input(self) -> bytes:
        random = self.random
        if random.below(3) == 0:
            return self._bytes.input()
        value = copy.deepcopy(random.choice(self._values))
        for _ in range(random.between(1, 3)):
            value = self._changed(value)
        return json.dumps(value).encode()

    def _changed(self, value: Any) -> Any:
        """Change something in value, more often deep inside than not."""
        random = self.random
        if not value or not isinstance(value, (dict, list)) or random.below(8) == 0:
            return copy.deepcopy(random.choice(HOSTILE))
        keys = list(value) if isinstance(value, dict) else range(len(value))
        key = random.choice(keys)
        way = random.below(12)
        if way == 0:
            del value[key]
        elif way == 1 and isinstance(value, dict):
            value[str(random.choice(HOSTILE))] = value.pop(key)
        elif way == 1:
            value.insert(key, value[key])
        else:
            value[key] = self._changed(value[key])
        return value
