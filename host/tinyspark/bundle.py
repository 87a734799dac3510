"""Folders that travel with the package: in a wheel inside it, in a checkout at its root."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """Return the folder `name` of the repository: "firmware" or "datasets"."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent.parent / name
