"""Watches: called after every epoch, they look at the network and may end the training."""

import numpy as np

from tinyspark.nn.loss import Loss
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples


class EarlyStopping:
    """Ends the training when the loss on other examples has not fallen for `patience` epochs.

    Of K networks, when that of none has. Keeps the best parameters of every network; restore()
    puts them back. Begins anew with every training.
    """

    def __init__(self, validation: Examples, loss: Loss, patience: int) -> None:
        self._validation = validation
        self._loss = loss
        self._patience = patience
        self.best_loss: np.ndarray = np.asarray(np.inf)  # [] or [K]
        self.best_epoch: np.ndarray = np.asarray(0)
        self._best = np.empty(0)

    def __call__(self, epoch: int, network: Network) -> bool:
        outputs = network.forward(self._validation.inputs)
        value = np.asarray(self._loss.value(outputs, self._validation.targets))
        if epoch == 1:
            self.best_loss, self.best_epoch = np.full(value.shape, np.inf), np.zeros(value.shape)
            self._best = network.parameters.copy()
        better = value < self.best_loss
        self._best[better] = network.parameters[better]
        self.best_loss = np.where(better, value, self.best_loss)
        self.best_epoch = np.where(better, epoch, self.best_epoch)
        return bool((epoch - self.best_epoch >= self._patience).all())

    def restore(self, network: Network) -> None:
        """Give the network the parameters of its best epoch."""
        network.parameters[...] = self._best
