"""The inner loops for this interpreter: viper's where it can compile them, else plain Python's.

Both give the same numbers, so nobody needs to know which they are.
"""

try:
    from gesturekit import viper_features as of_features
    from gesturekit import viper_network as of_network
    from gesturekit import viper_readings as of_readings
except (ImportError, SyntaxError, ValueError):  # CPython; no compiler; compiled for another chip
    from gesturekit import plain_features as of_features  # type: ignore[no-redef]
    from gesturekit import plain_network as of_network  # type: ignore[no-redef]
    from gesturekit import plain_readings as of_readings  # type: ignore[no-redef]

advance = of_features.advance
rescale = of_features.rescale
shapes = of_features.shapes
statistics = of_features.statistics

distance = of_network.distance
greatest = of_network.greatest
pack = of_network.pack
run = of_network.run

take_in = of_readings.take_in
