"""The course's printed backpropagation, with its slip, as a layer to be compared; never for use.

It differs from Dense in one line.
"""

import numpy as np

from tinyspark.nn.layers import Dense


class PrintedRule(Dense):
    """A dense layer that passes back the sum of the errors times its own inputs.

    The right factor is the weight that leads to each output: Dense.backward().
    """

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        return gradient.sum(axis=-1, keepdims=True) * self.inputs
