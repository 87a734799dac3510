"""How a request is refused: an error that becomes its ack."""

from gesturekit.messages import BAD_VALUE


class RefusedError(Exception):
    """A request that cannot be met: code and text go into its ack."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code
        self.text = text


def need(condition, text):
    """Refuse the request's values unless condition holds."""
    if not condition:
        raise RefusedError(BAD_VALUE, text)
