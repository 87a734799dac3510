"""What LED and pixels show, in a few words. Knows colors, not what the app means by them."""

import colorsys
from collections.abc import Sequence

# Up to which hue, in degrees, a color has this name
_HUES = (
    (14, "red"),
    (30, "orange"),
    (70, "yellow"),
    (95, "lime"),
    (160, "green"),
    (200, "cyan"),
    (255, "blue"),
    (285, "violet"),
    (335, "pink"),
    (360, "red"),
)
_PALE = 0.3  # a color with less saturation is white


def told(led: bool, pixels: Sequence[Sequence[int]]) -> str:
    """Return such as "LED on   pixels green - - - -"; pixels are (red, green, blue)."""
    names = [color_name(pixel) for pixel in pixels]
    alike = len(set(names)) == 1
    shown = ("off" if names[0] == "-" else f"all {names[0]}") if alike else " ".join(names)
    return f"LED {'on ' if led else 'off'}  pixels {shown}"


def color_name(pixel: Sequence[int]) -> str:
    """Return the plain name of a color; "-" when it is dark."""
    if not any(pixel):
        return "-"
    hue, saturation, _ = colorsys.rgb_to_hsv(*(level / 255 for level in pixel))
    if saturation < _PALE:
        return "white"
    return next(name for limit, name in _HUES if 360 * hue <= limit)
