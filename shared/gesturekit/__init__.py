"""What host and board share: one implementation of the link, the features and the inference.

Runs unchanged on CPython and MicroPython; imports only array, binascii, math and struct.
"""
