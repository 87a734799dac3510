"""What is wrong with a board's sensors, what it means and what to do: a line each.

Knows the states that a board tells (firmware/sensors.py, imu.py, bus.py), and no port.
"""

from gesturekit.messages import Message
from gesturekit.sample import AXES
from tinyspark.board.identity import Hello

_SENSORS = {"imu": "motion", "proximity": "proximity"}
_UNPLUG = "unplug the board for some seconds"
_STUCK = "bus stuck"
_STATES = {
    "absent": f"nothing answers at its address: {_UNPLUG}; if that does not help, it is broken",
    "failed": f"it answers, but not as it should, and is started anew: {_UNPLUG} if it lasts",
    "frozen": (
        "its samples do not change any more and are not used, and it is started anew:"
        f" {_UNPLUG} if it lasts"
    ),
    _STUCK: (
        "a line of its bus is held low, or it has no power: take off what is connected to the"
        f" board's pins and {_UNPLUG}"
    ),
}


def problems(said: Hello, status: Message) -> list[str]:
    """Return what the hello and the status of a board tell of its sensors."""
    states = {name: getattr(said, name) for name in _SENSORS}
    found = []
    if set(states.values()) == {_STUCK}:
        found.append(f"both sensors: {_STUCK}; {_STATES[_STUCK]}")
        states = {}
    for name, state in states.items():
        if state != "ok":
            found.append(f"the {_SENSORS[name]} sensor is {state}; {_STATES.get(state, _UNPLUG)}")
    axes = [axis for place, axis in enumerate(AXES["imu"]) if status.fields.stuck >> place & 1]
    if axes:
        found.append(
            f"the motion sensor's {' '.join(axes)} has a bit that does not move:"
            f" {_UNPLUG}; if it comes back, the sensor is broken"
        )
    return found


def counts(status: Message) -> dict[str, int]:
    """Return what happened to the motion sensor since the board's start, by what it is."""
    told = status.fields
    return {
        "gaps": told.gaps,
        "overruns": told.overruns,
        "failed transfers": told.bus_errors,
        "stuck bus freed": told.recovered,
        "clipped samples": told.clipped,
    }
