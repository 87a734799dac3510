"""Optimizers: how weights follow their gradients. Parameters are changed in place."""

from dataclasses import dataclass, field

import numpy as np

from tinyspark.nn.layers import Layer


class Optimizer:
    """What every optimizer can do."""

    def step(self, layers: list[Layer], learning_rate: float) -> None:
        """Move every parameter of the layers once, with the gradients of the last backward()."""
        raise NotImplementedError


class SGD(Optimizer):
    """Gradient descent: each parameter moves against its gradient."""

    def step(self, layers: list[Layer], learning_rate: float) -> None:
        for layer in layers:
            for name, gradient in layer.gradients.items():
                layer.parameters[name] -= learning_rate * gradient


@dataclass
class Adam(Optimizer):
    """Steps of about the learning rate, by running means of gradients and their squares.

    Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    _steps: int = 0
    _moments: dict[tuple[int, str], tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def step(self, layers: list[Layer], learning_rate: float) -> None:
        self._steps += 1
        correction = (1 - self.beta2**self._steps) ** 0.5
        rate = learning_rate * correction / (1 - self.beta1**self._steps)
        for place, layer in enumerate(layers):
            for name, gradient in layer.gradients.items():
                mean, square = self._moment((place, name), gradient)
                mean += (1 - self.beta1) * (gradient - mean)
                square += (1 - self.beta2) * (gradient * gradient - square)
                layer.parameters[name] -= (
                    rate * mean / (np.sqrt(square) + self.epsilon * correction)
                )

    def _moment(self, key: tuple[int, str], like: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if key not in self._moments:
            self._moments[key] = (np.zeros_like(like), np.zeros_like(like))
        return self._moments[key]
