"""What goes wrong in training, in words for the person who started it."""

from tinyspark.errors import UserError


class TrainingError(UserError):
    """A network that cannot be trained as it was asked to be."""


class DivergenceError(TrainingError):
    """The weights grew until they were numbers no more."""
