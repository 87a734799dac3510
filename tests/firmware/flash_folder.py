"""The folder of a fake board's takes: files put there by hand, and tidied away."""

import os


def put(board, name, data):
    """Write a file beside the takes."""
    try:
        os.mkdir(board.takes_folder)
    except OSError:
        pass
    with open(board.takes_folder + "/" + name, "wb") as file:
        file.write(data)


def names(board):
    """Return the names of all files there, in order."""
    try:
        return sorted(os.listdir(board.takes_folder))
    except OSError:
        return []


def read(board, name):
    with open(board.takes_folder + "/" + name, "rb") as file:
        return file.read()


def tidy(board):
    """Remove all of it."""
    for name in names(board):
        os.remove(board.takes_folder + "/" + name)
    try:
        os.rmdir(board.takes_folder)
    except OSError:
        pass
