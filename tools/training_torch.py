"""PyTorch's part in measure_training.py: batches by index, fused Adam, one thread."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call, grad, stack_module_state, vmap
from torch.nn import functional
from torch.optim import Adam
from torch.utils.data import DataLoader, TensorDataset

from tinyspark.nn.network import Network
from training_peers import BATCH, BETA1, PEER_RATE, RATE, SMOOTHING, Job
from training_task import Predict, Task

torch.set_num_threads(1)

Loss = Callable[[Tensor, Tensor], Tensor]
Batches = Iterator[tuple[Tensor, Tensor]]


def tutorial(task: Task, job: Job) -> Predict:
    """Train one network as PyTorch's introduction does, with Adam and its default step."""
    torch.manual_seed(job.seed)
    model = _model(job.sizes)
    optimizer = Adam(model.parameters())
    loss = nn.CrossEntropyLoss()
    for _ in range(job.epochs):
        for inputs, labels in DataLoader(TensorDataset(*_tensors(task)), BATCH, shuffle=True):
            optimizer.zero_grad()
            loss(model(inputs), labels).backward()
            optimizer.step()
    return _answers(model)


def tuned(task: Task, job: Job) -> Predict:
    """Train one network with PyTorch's fastest parts and a good step."""
    torch.manual_seed(job.seed)
    model = _model(job.sizes)
    optimizer = Adam(model.parameters(), PEER_RATE, fused=True)
    return _fit(model, functional.cross_entropy, optimizer, _batches(task, job))


def by_recipe(task: Task, job: Job) -> Predict:
    """Train one network by our recipe, with PyTorch's fastest parts."""
    torch.manual_seed(job.seed)
    model = _model(job.sizes)
    for layer in model[::2]:
        _start(layer.weight.data.T, layer.bias.data)
    optimizer = _recipe(model.parameters())
    return _fit(model, _smoothed, optimizer, _falling(optimizer, task, job))


def _smoothed(outputs: Tensor, labels: Tensor) -> Tensor:
    return functional.cross_entropy(outputs, labels, label_smoothing=SMOOTHING)


def _fit(model: Any, loss: Loss, optimizer: Adam, batches: Batches) -> Predict:
    for inputs, labels in batches:
        optimizer.zero_grad()
        loss(model(inputs), labels).backward()
        optimizer.step()
    return _answers(model)


def batched(task: Task, job: Job) -> Predict:
    """Train all networks of the job at once: every layer is one product of matrices [K, ...]."""
    torch.manual_seed(job.seed)
    layers = []
    for inputs, outputs in itertools.pairwise(job.sizes):
        layers.append(
            (torch.empty(job.count, inputs, outputs), torch.empty(job.count, 1, outputs))
        )
        _start(*layers[-1])
    parameters = [values.requires_grad_() for layer in layers for values in layer]
    optimizer = _recipe(parameters)
    for rows, labels in _falling(optimizer, task, job):
        optimizer.zero_grad()
        _loss_of_all(_forward(layers, rows), labels).backward()
        optimizer.step()
    return lambda rows: _forward(layers, torch.from_numpy(rows)).argmax(-1).numpy()


def mapped(task: Task, job: Job) -> Predict:
    """Train all networks of the job at once: vmap makes one network's gradient that of all."""
    torch.manual_seed(job.seed)
    models = [_model(job.sizes) for _ in range(job.count)]
    for layer in (layer for model in models for layer in model[::2]):
        _start(layer.weight.data.T, layer.bias.data)
    parameters = stack_module_state(models)[0]
    model = models[0].to("meta")

    def loss(parameters: dict[str, Tensor], inputs: Tensor, labels: Tensor) -> Tensor:
        outputs = functional_call(model, parameters, (inputs,))
        return _smoothed(outputs, labels)

    gradients = vmap(grad(loss), (0, None, None))
    optimizer = _recipe(parameters.values())
    for inputs, labels in _falling(optimizer, task, job):
        for name, gradient in gradients(parameters, inputs, labels).items():
            parameters[name].grad = gradient
        optimizer.step()
    answer = vmap(lambda values, inputs: functional_call(model, values, (inputs,)), (0, None))
    return lambda rows: answer(parameters, torch.from_numpy(rows)).argmax(-1).numpy()


def continued(network: Network, task: Task, job: Job, epsilon: float) -> np.ndarray:
    """Return all parameters after training from those of network, which stays as it is."""
    model = _model(job.sizes).to(torch.from_numpy(network.parameters).dtype)
    for layer, dense in zip(model[::2], network.dense, strict=True):
        layer.weight.data.T[:] = torch.from_numpy(dense.weights)
        layer.bias.data[:] = torch.from_numpy(np.array(dense.bias).ravel())
    optimizer = Adam(model.parameters(), eps=epsilon)
    inputs = torch.from_numpy(task.inputs.astype(network.parameters.dtype))
    for _ in range(job.epochs):
        for first in range(0, len(inputs), BATCH):
            chosen = slice(first, first + BATCH)
            optimizer.zero_grad()
            labels = torch.from_numpy(task.labels[chosen])
            functional.cross_entropy(model(inputs[chosen]), labels).backward()
            optimizer.step()
    values = [part for layer in model[::2] for part in (layer.weight.T, layer.bias)]
    return np.concatenate([part.detach().numpy().ravel() for part in values])


def _model(sizes: tuple[int, ...]) -> Any:
    layers = [
        layer
        for inputs, outputs in itertools.pairwise(sizes)
        for layer in (nn.Linear(inputs, outputs), nn.ReLU())
    ]
    return nn.Sequential(*layers[:-1])


def _start(weights: Tensor, bias: Tensor) -> None:
    """Set weights [..., inputs, outputs] and bias as tinyspark.nn.network.build does."""
    weights.normal_(0, 0.5 * (2 / weights.shape[-2]) ** 0.5)
    bias.zero_()


def _tensors(task: Task) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(task.inputs), torch.from_numpy(task.labels)


def _recipe(parameters: Iterable[Tensor]) -> Adam:
    return Adam(parameters, RATE, betas=(BETA1, 0.999), fused=True)


def _falling(optimizer: Adam, task: Task, job: Job) -> Batches:
    """Yield all shuffled batches, while the step of the optimizer falls straight to 0."""
    steps = job.epochs * _count(task)
    for done, batch in enumerate(_batches(task, job)):
        optimizer.param_groups[0]["lr"] = RATE * (1 - done / steps)
        yield batch


def _batches(task: Task, job: Job) -> Batches:
    """Yield all shuffled batches of the training."""
    inputs, labels = _tensors(task)
    count = _count(task)
    for _ in range(job.epochs):
        for rows in torch.randperm(len(inputs)).chunk(count):
            yield inputs[rows], labels[rows]


def _count(task: Task) -> int:
    """Return the number of batches in an epoch."""
    return -(-len(task.labels) // BATCH)


def _forward(layers: list[tuple[Tensor, Tensor]], rows: Tensor) -> Tensor:
    values = rows.expand(len(layers[0][0]), -1, -1)
    for weights, bias in layers[:-1]:
        values = functional.relu(torch.baddbmm(bias, values, weights))
    return torch.baddbmm(layers[-1][1], values, layers[-1][0])


def _loss_of_all(outputs: Tensor, labels: Tensor) -> Tensor:
    """Return the sum of the mean losses of K networks; faster than cross_entropy of all rows."""
    wanted = functional.one_hot(labels, outputs.shape[-1]) * (1 - SMOOTHING)
    wanted = wanted + SMOOTHING / outputs.shape[-1]
    return -(functional.log_softmax(outputs, -1) * wanted).sum() / len(labels)


def _answers(model: Any) -> Predict:
    return lambda rows: model(torch.from_numpy(rows)).argmax(-1).numpy()
