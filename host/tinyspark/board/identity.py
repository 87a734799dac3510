"""Who a board is: its hello message as plain, safe values.

A board's text is untrusted; here it is cleaned once, so that it can be shown anywhere.
"""

from dataclasses import dataclass

from gesturekit import messages
from gesturekit.messages import Message
from gesturekit.sample import SENSORS
from tinyspark.terminal.screen import clean

_MAX_LABELS = 255


@dataclass(frozen=True)
class Hello:
    """What a board says about itself; model_hash is '' without a model.

    Text is safe to show, and rate, which is at least 1, to divide by.
    """

    boot: int
    mode: str
    imu: str
    imu_address: int
    proximity: str
    rate: int
    accel_range: int
    gyro_range: int
    max_take: int
    model_hash: str
    model_sensor: str
    model_rate: int
    model_slot: str  # '' without a model
    model_state: str
    previous_hash: str  # of the model in the other slot, '' without one
    app_slot: str
    model_format: int
    feature_versions: str
    takes: int
    firmware: str
    machine: str
    trouble: str
    labels: tuple[str, ...]


def read(message: Message) -> Hello:
    """Return what a hello message says."""
    said = message.fields
    labels = bytes(said.labels).decode("utf-8", "replace").split("\n")[:_MAX_LABELS]
    return Hello(
        boot=said.boot,
        mode=_named(messages.MODES, said.mode),
        imu=_named(messages.SENSOR_STATES, said.imu),
        imu_address=said.imu_address,
        proximity=_named(messages.SENSOR_STATES, said.proximity),
        rate=max(1, said.rate),
        accel_range=said.accel_range,
        gyro_range=said.gyro_range,
        max_take=said.max_take,
        model_hash=said.model_hash.hex() if any(said.model_hash) else "",
        model_sensor=_named(SENSORS, said.model_sensor) if any(said.model_hash) else "",
        model_rate=said.model_rate,
        model_slot=_named(messages.SLOTS, said.model_slot),
        model_state=_named(messages.MODEL_STATES, said.model_state),
        previous_hash=said.previous_hash.hex() if any(said.previous_hash) else "",
        app_slot=_named(messages.SLOTS, said.app_slot),
        model_format=said.model_format,
        feature_versions=clean(said.feature_versions),
        takes=said.takes,
        firmware=clean(said.firmware),
        machine=clean(said.machine),
        trouble=clean(said.trouble),
        labels=tuple(clean(label) for label in labels if label),
    )


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if number < len(names) else f"unknown ({number})"
