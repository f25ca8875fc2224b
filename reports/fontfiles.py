"""Where the typeface lies: one place to ask, for pages, charts and maps alike."""

from pathlib import Path

from extract.errors import SetupError

_FONTS = Path(__file__).resolve().parent.parent / "fonts"
_FOLDERS = (
    _FONTS / "ttf",  # where the set-up puts the two files
    _FONTS / "node_modules" / "vazirmatn" / "fonts" / "ttf",  # where npm leaves them
)


def font_path(bold: bool) -> Path:
    """Path of the static Vazirmatn file of one weight (the variable font is not reproducible byte for byte).

    Raises:
        SetupError: the set-up has not brought the font.
    """
    name = f"Vazirmatn-{'Bold' if bold else 'Regular'}.ttf"
    for folder in _FOLDERS:
        path = folder / name
        if path.is_file():
            return path
    raise SetupError(f"The font {name} is missing from {_FOLDERS[0]}; `npm ci --prefix fonts` fetches it.")
