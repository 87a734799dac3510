"""TinySpark gesture kit, the host side: record, train, export, deploy, watch."""

__version__ = "0.1.0"
