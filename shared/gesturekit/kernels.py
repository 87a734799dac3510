"""The inner loops for this interpreter: viper's where it can compile them, else plain Python's.

Both give the same numbers, so nobody needs to know which they are.
"""

try:
    from gesturekit import viper as chosen
except (ImportError, SyntaxError, ValueError):  # CPython; no compiler; compiled for another chip
    from gesturekit import plain as chosen  # type: ignore[no-redef]

activate = chosen.activate
advance = chosen.advance
dense = chosen.dense
describe = chosen.describe
greatest = chosen.greatest
log = chosen.log
normalize = chosen.normalize
pack = chosen.pack
rescale = chosen.rescale
softmax = chosen.softmax
