"""The inner loops in plain Python, which explain what kernels.py has fast: a set of code.

Whatever takes `code` can be given this module or kernels; both give the same numbers.
"""

from gesturekit.plain_features import advance, rescale, shapes, statistics
from gesturekit.plain_network import distance, greatest, pack, run

__all__ = (
    "advance",
    "distance",
    "greatest",
    "pack",
    "rescale",
    "run",
    "shapes",
    "statistics",
)
