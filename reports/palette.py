"""Colours reckoned from colours: contrast, tints, the steps of the map, and the same palette on a dark ground."""

import colorsys
import re
from typing import Final

LEAST_TEXT: Final = 4.5
"""Contrast that WCAG 2.2 level AA asks of text (success criterion 1.4.3)."""
LEAST_SHAPE: Final = 3.0
"""Contrast that it asks of shapes (1.4.11)."""
_WHITE, _BLACK = "#FFFFFF", "#000000"
_STEP = 0.04  # by which a colour is moved until it can be read
_CALM = 0.55  # most saturation of a colour that was moved: a strong colour glares on a dark ground


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB``, 0 (black) to 1 (white): WCAG 2.2, “relative luminance”."""
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise ValueError(f"not a colour: {colour!r}")
    channels = (channel / 255 for channel in _channels(colour))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21: WCAG 2.2, “contrast ratio”; AA asks 4.5 of text, 3 of shapes."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: str, *colours: str) -> str:
    """The one of `colours` that stands out most on `background`."""
    return max(colours, key=lambda colour: contrast(background, colour))


def mix(colour: str, ground: str, share: float) -> str:
    """`colour` over `ground`, opaque by `share` (0 to 1)."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(one * share + other * (1 - share)):02X}" for one, other in pairs)


def lifted(colour: str, ground: str, least: float) -> str:
    """`colour`, lighter or darker, whichever leads away from `ground`, until its contrast is `least`; hue stays."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    step = _STEP / 2 if readable_on(ground, _WHITE, _BLACK) == _WHITE else -_STEP / 2
    while contrast(colour, ground) < least and 0 <= lightness + step <= 1:
        lightness += step
        rgb = colorsys.hls_to_rgb(hue, lightness, min(saturation, _CALM))
        colour = "#" + "".join(f"{round(channel * 255):02X}" for channel in rgb)
    return colour


def ramp(colour: str, ground: str, steps: int, *inks: str) -> tuple[str, ...]:
    """`steps` colours from `ground` to `colour`; on each, one of `inks` can be read as text.

    The first step above the ground is a fifth of the colour, the others follow evenly. A step on which no ink can be
    read is moved towards the ground.
    """
    found = [ground]
    for step in range(1, steps):
        share = 1.0 if steps == 2 else 0.2 + 0.8 * (step - 1) / (steps - 2)
        shade = mix(colour, ground, share)
        while share > 0 and contrast(shade, readable_on(shade, *inks)) < LEAST_TEXT:
            share -= _STEP
            shade = mix(colour, ground, max(share, 0.0))
        found.append(shade)
    return tuple(found)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
