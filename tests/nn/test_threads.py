"""One BLAS thread inside, as many as before outside, and the environment untouched."""

import os

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from tinyspark.nn.threads import one_thread


def blas_threads() -> list[int]:
    """Of the BLAS that numpy brings along; SciPy has its own."""
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return [pool["num_threads"] for pool in pools if "numpy" in pool["filepath"]]


def test_the_limit_holds_inside_only() -> None:
    np.ones((2, 2)) @ np.ones((2, 2))
    before, environment = blas_threads(), dict(os.environ)
    if not before:
        pytest.skip("this numpy's BLAS cannot be asked for its threads")
    with one_thread():
        assert set(blas_threads()) == {1}
        with one_thread():
            assert set(blas_threads()) == {1}
        assert set(blas_threads()) == {1}
    assert blas_threads() == before
    assert dict(os.environ) == environment
