"""The base of the errors that gesturekit raises for data from outside."""


class KitError(ValueError):
    """Bytes or settings that cannot be used; str() says which check failed."""
