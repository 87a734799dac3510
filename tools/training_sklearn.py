"""scikit-learn's part in measure_training.py."""

import warnings
from typing import Any

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from tinyspark.nn.network import Network
from training_peers import BATCH, Job
from training_task import Predict, Task


def fit(task: Task, job: Job, **settings: Any) -> Predict:
    """Train for exactly the job's epochs; all settings but these are scikit-learn's defaults."""
    model = _model(job, random_state=job.seed, **settings)
    _fit(model, task.inputs, task.labels)
    return model.predict


def continued(network: Network, task: Task, job: Job, epsilon: float) -> np.ndarray:
    """Return all parameters after training from those of network, which stays as it is."""
    settings = {"warm_start": True, "shuffle": False, "alpha": 0}
    model = _model(job, batch_size=BATCH, epsilon=epsilon, **settings)
    dtype = network.parameters.dtype
    inputs = task.inputs.astype(dtype)
    _fit(model.set_params(max_iter=1), inputs, task.labels)
    model.coefs_ = [dense.weights.copy() for dense in network.dense]
    model.intercepts_ = [np.array(dense.bias).ravel() for dense in network.dense]
    _fit(model.set_params(max_iter=job.epochs), inputs, task.labels)
    pairs = zip(model.coefs_, model.intercepts_, strict=True)
    return np.concatenate([values.ravel() for pair in pairs for values in pair])


def _model(job: Job, **settings: Any) -> MLPClassifier:
    epochs = {"max_iter": job.epochs, "tol": 0, "n_iter_no_change": job.epochs + 1}
    return MLPClassifier(job.sizes[1:-1], **epochs, **settings)


def _fit(model: MLPClassifier, inputs: np.ndarray, labels: np.ndarray) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # we say how long it trains
        model.fit(inputs, labels)
