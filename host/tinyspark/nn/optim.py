"""Optimizers: how weights follow their gradients.

step() moves all parameters of a network once, in place: parameters and gradients are flat vectors
[P] with one rate, or [K, P] with K rates [K, 1].
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import numpy as np

Rate = float | np.ndarray


def _nothing() -> np.ndarray:
    return np.empty(0)


@dataclass
class Optimizer(ABC):
    """What every optimizer can do."""

    @abstractmethod
    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        """Move the parameters once."""


class SGD(Optimizer):
    """Gradient descent: each parameter moves against its gradient."""

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        parameters -= rate * gradients


@dataclass
class Momentum(Optimizer):
    """A ball that rolls: the gradient changes a velocity, the velocity the parameters.

    Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    """

    momentum: float = 0.9
    _velocity: np.ndarray = field(default_factory=_nothing, repr=False)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        self._roll(parameters, gradients, rate)
        parameters += self._velocity

    def _roll(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        if not self._velocity.size:
            self._velocity = np.zeros_like(parameters)
        self._velocity *= self.momentum
        self._velocity -= rate * gradients


class Nesterov(Momentum):
    """Momentum that looks ahead: the gradient is taken where the velocity will lead.

    The parameters are those of the look-ahead point, as in Sutskever et al., "On the importance
    of initialization and momentum in deep learning", 2013.
    """

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        self._roll(parameters, gradients, rate)
        parameters += self.momentum * self._velocity - rate * gradients


@dataclass
class AdaGrad(Optimizer):
    """Smaller steps for parameters that have had large gradients.

    Duchi, Hazan and Singer, "Adaptive subgradient methods", 2011.
    """

    epsilon: float = 1e-8
    _squares: np.ndarray = field(default_factory=_nothing, repr=False)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        if not self._squares.size:
            self._squares = np.zeros_like(parameters)
        self._squares += gradients * gradients
        parameters -= rate * gradients / (np.sqrt(self._squares) + self.epsilon)


@dataclass
class RMSProp(Optimizer):
    """AdaGrad that forgets: steps are divided by a running mean of the gradient's size.

    Tieleman and Hinton, "Neural networks for machine learning", lecture 6.5, 2012.
    """

    memory: float = 0.9
    epsilon: float = 1e-8
    _square: np.ndarray = field(default_factory=_nothing, repr=False)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        if not self._square.size:
            self._square = np.zeros_like(parameters)
        self._square += (1 - self.memory) * (gradients * gradients - self._square)
        parameters -= rate * gradients / (np.sqrt(self._square) + self.epsilon)


@dataclass
class AdaDelta(Optimizer):
    """RMSProp that finds its own step size, from the steps it has made; its rate is about 1.

    Zeiler, "AdaDelta: an adaptive learning rate method", 2012, algorithm 1.
    """

    memory: float = 0.95
    epsilon: float = 1e-6
    _square: np.ndarray = field(default_factory=_nothing, repr=False)
    _steps: np.ndarray = field(default_factory=_nothing, repr=False)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        if not self._square.size:
            self._square = np.zeros_like(parameters)
            self._steps = np.zeros_like(parameters)
        self._square += (1 - self.memory) * (gradients * gradients - self._square)
        size = np.sqrt((self._steps + self.epsilon) / (self._square + self.epsilon))
        step = size * gradients
        self._steps += (1 - self.memory) * (step * step - self._steps)
        parameters -= rate * step


@dataclass
class Adam(Optimizer):
    """Steps of about the learning rate, by running means of gradients and their squares.

    Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1. What is kept
    are the means divided by (1 - beta): two operations less on every parameter.
    """

    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    _count: int = field(default=0, repr=False)
    _mean: np.ndarray = field(default_factory=_nothing, repr=False)
    _square: np.ndarray = field(default_factory=_nothing, repr=False)
    _step: np.ndarray = field(default_factory=_nothing, repr=False)

    def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: Rate) -> None:
        if not self._count:
            self._mean = np.zeros_like(parameters)
            self._square = np.zeros_like(parameters)
            self._step = np.empty_like(parameters)
        self._count += 1
        mean_factor = (1 - self.beta1) / (1 - self.beta1**self._count)
        square_factor = ((1 - self.beta2) / (1 - self.beta2**self._count)) ** 0.5
        self._mean *= self.beta1
        self._mean += gradients
        step = self._step  # used again and again: new memory for large arrays takes its time
        self._square *= self.beta2
        self._square += np.multiply(gradients, gradients, out=step)
        np.sqrt(self._square, out=step)
        step += self.epsilon / square_factor
        np.divide(self._mean, step, out=step)
        step *= rate * (mean_factor / square_factor)
        parameters -= step


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": AdaGrad,
    "adadelta": AdaDelta,
    "rmsprop": RMSProp,
    "adam": Adam,
}
