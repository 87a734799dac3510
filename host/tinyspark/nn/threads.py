"""One thread for numpy's matrix products: at our sizes a second one only waits for the first.

The limit holds inside a `with` block; the environment of the user stays as it is.
"""

import functools
from contextlib import AbstractContextManager

from threadpoolctl import ThreadpoolController


@functools.cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()  # looks through all loaded libraries, so once is enough


def one_thread() -> AbstractContextManager[object]:
    """Return a context in which BLAS uses one thread."""
    return _controller().limit(limits=1, user_api="blas")
