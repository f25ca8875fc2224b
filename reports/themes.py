"""The look of a briefing as typed data: ``theme/theme.toml`` and the words of pictures, ``theme/pictures.toml``.

The same theme serves pages, web pages and pictures: templates take their colours and sizes from here too. A theme file
of an office says only what differs from the program's own.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from extract.errors import UsageError
from reports.logos import Logo, UnusableLogoError, load_logo
from reports.palette import (
    LEAST_SHAPE,
    LEAST_TEXT,
    contrast,
    lifted,
    luminance,
    mix,
    ramp,
    readable_on,
)

__all__ = [
    "FOLDER",
    "Colours",
    "Language",
    "Shade",
    "Theme",
    "Wording",
    "contrast",
    "load_theme",
    "luminance",
    "readable_on",
    "wording",
]

Language = Literal["fa", "en"]

FOLDER = Path(__file__).resolve().parent / "theme"

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Length = Annotated[float, msgspec.Meta(gt=0)]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a theme file: a misspelt key is an error, not a silent default."""


class Body(_Table, frozen=True):
    """Name of the publishing body."""

    fa: str
    en: str
    logo: str | None = None
    """A PNG, JPEG or SVG file; its path is relative to the theme file."""


class Colours(_Table, frozen=True):
    """Colours by purpose, ``#RRGGBB``."""

    paper: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    surface: Colour
    accent: Colour
    accent_tint: Colour
    disputed: Colour
    disputed_tint: Colour


class Dark(_Table, frozen=True):
    """Grounds and greys of the web page where the reader's device is set to dark."""

    paper: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    surface: Colour


class Shade(_Table, frozen=True):
    """A step of the map: the colour from so many figures on."""

    start: Annotated[int, msgspec.Meta(ge=0)] = msgspec.field(name="from")
    colour: Colour


class Widths(_Table, frozen=True):
    """Widths of pictures in millimetres."""

    full: Length
    half: Length


class TypeSizes(_Table, frozen=True):
    """Type sizes of one language in points."""

    text: Length
    leading: Length
    label: Length
    value: Length
    small: Length


class BothTypeSizes(_Table, frozen=True):
    """Type sizes by language."""

    fa: TypeSizes
    en: TypeSizes


class BarSizes(_Table, frozen=True):
    """Measures of bar charts in millimetres; ``label_share`` is a share of the width."""

    row: Length
    thickness: Length
    line: Length
    gap: Length
    label_share: Length


class TileSizes(_Table, frozen=True):
    """Measures of the tile map in millimetres."""

    gap: Length
    radius: Length


class _File(_Table, frozen=True):
    """What a theme file may say."""

    body: Body
    colour: Colours
    dark: Dark
    shade: Annotated[tuple[Shade, ...], msgspec.Meta(min_length=2)]
    width: Widths
    type: BothTypeSizes
    bar: BarSizes
    tile: TileSizes

    def __post_init__(self) -> None:
        starts = [shade.start for shade in self.shade]
        if starts[0] != 0 or starts != sorted(set(starts)):
            raise ValueError("the `from` of the shades must rise from 0")


class Theme(_File, frozen=True):
    """Everything that a theme says, with its logo read and checked."""

    logo: Logo | None = None

    def sizes(self, language: Language) -> TypeSizes:
        """Type sizes of one language."""
        return self.type.fa if language == "fa" else self.type.en

    def name(self, language: Language) -> str:
        """Name of the publishing body."""
        return self.body.fa if language == "fa" else self.body.en

    def at_night(self) -> "Theme":
        """The same theme on a dark ground: greys as told, the two colours lightened until they can be read."""
        dark, day = self.dark, self.colour
        accent, disputed = (lifted(one, dark.surface, _NIGHT_TEXT) for one in (day.accent, day.disputed))
        colours = Colours(
            paper=dark.paper,
            ink=dark.ink,
            muted=dark.muted,
            rule=dark.rule,
            surface=dark.surface,
            accent=accent,
            accent_tint=mix(accent, dark.paper, _NIGHT_TINT),
            disputed=disputed,
            disputed_tint=mix(disputed, dark.paper, _NIGHT_TINT / 2),
        )
        steps = ramp(accent, dark.paper, len(self.shade), dark.ink, dark.paper)
        shades = tuple(
            Shade(start=shade.start, colour=step) for shade, step in zip(self.shade, steps, strict=True)
        )
        return msgspec.structs.replace(self, colour=colours, shade=shades)


_NIGHT_TEXT = 6.0  # contrast of coloured words on the dark ground
_NIGHT_TINT = 0.3
_TINT = {"accent_tint": ("accent", 0.2), "disputed_tint": ("disputed", 0.13)}


class Wording(_Table, frozen=True):
    """Words of pictures in one language; see the comments of ``pictures.toml``."""

    list: str
    cite: str
    range: str
    step: str
    and_more: str
    percent: str
    item: str
    disputed_item: str
    bars: str
    spans: str
    comparison: str
    map: str
    map_full: str
    map_empty: str
    locator: str
    names: str
    figures: str
    disputed: str
    possible: str


class _Wordings(_Table, frozen=True):
    fa: Wording
    en: Wording


@cache
def load_theme(path: Path | None = None, *, with_logo: bool = True) -> Theme:
    """Read a theme; without a path, the one that comes with the program.

    What the file does not say is as in the program's own theme. Where it names another accent without tints and
    shades of the map, these are reckoned from the accent.

    Raises:
        UsageError: the file or its logo is missing or says something a theme cannot say, or its colours cannot be
            read (WCAG 2 AA); the sentence names file and key.
    """
    source = path or _OWN
    try:
        said = tomllib.loads(source.read_text("utf-8"))
        whole = said if source == _OWN else _joined(tomllib.loads(_OWN.read_text("utf-8")), _completed(said))
        file = msgspec.convert(whole, _File)
    except OSError as error:
        raise UsageError(f"The theme {source} cannot be read: {error.strerror}.") from error
    except (ValueError, msgspec.MsgspecError) as error:
        raise UsageError(f"The theme {source} is not valid: {error}.") from error
    logo = load_logo(source.parent / file.body.logo) if file.body.logo and with_logo else None
    theme = Theme(**{name: getattr(file, name) for name in _File.__struct_fields__}, logo=logo)
    if fault := unreadable(theme) or unreadable(theme.at_night()):
        raise UsageError(f"The theme {source} cannot be used: {fault}.")
    return theme


def usable_theme(path: Path | None = None) -> tuple[Theme, tuple[str, ...]]:
    """Read a theme, without its logo where that is no picture; the second is a sentence on that.

    Raises:
        UsageError: as :func:`load_theme`, but for a logo that is there and no picture.
    """
    try:
        return load_theme(path), ()
    except UnusableLogoError as error:
        return load_theme(path, with_logo=False), (f"{error} The pages are made without it.",)


_OWN = FOLDER / "theme.toml"


def _joined(own: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The program's own theme with what a file says put over it, table by table."""
    return own | {
        key: _joined(own[key], value) if isinstance(own.get(key), dict) and isinstance(value, dict) else value
        for key, value in said.items()
    }


def _completed(said: dict[str, Any]) -> dict[str, Any]:
    """Tints and shades that follow from the colours a file names; what it names itself stays."""
    own = tomllib.loads(_OWN.read_text("utf-8"))
    colours = said.get("colour", {})
    if not isinstance(colours, dict) or not any(
        name in colours for name in ("paper", "ink", "accent", "disputed")
    ):
        return said
    whole = msgspec.convert(own["colour"] | colours, Colours)
    tints = {
        tint: mix(getattr(whole, of), whole.paper, share)
        for tint, (of, share) in _TINT.items()
        if (of in colours or "paper" in colours) and tint not in colours
    }
    completed = said | {"colour": colours | tints}
    if "shade" not in said and ("accent" in colours or "paper" in colours):
        steps = ramp(whole.accent, whole.paper, len(own["shade"]), whole.ink, whole.paper)
        completed["shade"] = [
            shade | {"colour": step} for shade, step in zip(own["shade"], steps, strict=True)
        ]
    return completed


def unreadable(theme: Theme) -> str | None:
    """Say which two colours lie too close together (WCAG 2 AA), and what to do; ``None`` where all can be read."""
    c = theme.colour
    texts = [
        (name, getattr(c, name), ground, getattr(c, ground), LEAST_TEXT)
        for ground in ("paper", "surface")
        for name in ("ink", "muted", "accent", "disputed")
    ]
    texts += [
        ("ink", c.ink, "accent_tint", c.accent_tint, LEAST_TEXT),
        ("ink", c.ink, "disputed_tint", c.disputed_tint, LEAST_TEXT),
        ("disputed", c.disputed, "disputed_tint", c.disputed_tint, LEAST_SHAPE),
        ("accent", c.accent, "accent_tint", c.accent_tint, LEAST_SHAPE),
    ]
    for shade in theme.shade:
        ink = readable_on(shade.colour, c.ink, c.paper)
        texts.append(("a name", ink, f"the shade from {shade.start}", shade.colour, LEAST_TEXT))
    for name, colour, ground, under, least in texts:
        found = contrast(colour, under)
        if found < least:
            return (
                f"{name} ({colour}) on {ground} ({under}) has a contrast of {found:.1f} and {least} is the least "
                f"that can be read by all (WCAG AA), so make one of them darker or the other lighter"
            )
    return None


@cache
def wording(language: Language) -> Wording:
    """Words of pictures in one language."""
    both = msgspec.toml.decode((FOLDER / "pictures.toml").read_bytes(), type=_Wordings)
    return both.fa if language == "fa" else both.en
